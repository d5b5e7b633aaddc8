import validator from 'asl-validator';

/** What asl-validator finds wrong with a definition whose placeholders are not filled yet. */
export function validateAsl(definition: unknown): string[] {
  const text = JSON.stringify(definition)
    .replaceAll(/\$\{(\w+)StateMachine\}/g, 'arn:aws:states:eu-west-1:111122223333:stateMachine:$1')
    .replaceAll(/\$\{(\w+)\}/g, 'arn:aws:lambda:eu-west-1:111122223333:function:$1');
  return validator(JSON.parse(text)).errors.map((error) => `${error['Error code']}: ${error.Message}`);
}
