/** What stacks tell of themselves by their outputs: `tourniquet dlq --account aws` finds dead letters by these. */
export const deployedNames = [
  'TableName',
  'RawBucketName',
  'RedriveLetterFunctionName',
  'IntakeQueueUrl',
  'IntakeDeadLettersUrl',
  'WorkflowDeadLettersUrl',
  'DropQueueUrl',
  'DropDeadLettersUrl',
  'StreamDeadLettersUrl',
  'LakeBucketName',
  'IngestStreamFunctionName',
  'ForwardDeadLettersUrl',
] as const;
export type DeployedName = (typeof deployedNames)[number];

/** Where batches lie in the lake's bucket that were given up: by Lambda, which names its prefix itself, and by Firehose. */
export const givenUp = { byLambda: 'aws/lambda/', byFirehose: 'errors/' } as const;
