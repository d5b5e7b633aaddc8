import { StateMachine } from 'aws-local-stepfunctions';

/**
 * The yardstick: the five states of `engine.ts` in the language that aws-local-stepfunctions has (JSONPath),
 * in memory, without AWS's history.
 */
const fiveStates = {
  StartAt: 'Shape',
  States: {
    Shape: {
      Type: 'Pass',
      Parameters: { 'id.$': '$.id', 'score.$': '$.score' },
      Next: 'Decide',
    },
    Decide: {
      Type: 'Choice',
      Choices: [{ Variable: '$.score', NumericGreaterThanEquals: 70, Next: 'High' }],
      Default: 'Call',
    },
    High: { Type: 'Pass', Parameters: { 'id.$': '$.id', level: 'HIGH' }, Next: 'Call' },
    Call: {
      Type: 'Task',
      Resource: 'arn:aws:lambda:us-east-1:111122223333:function:f',
      Next: 'Done',
    },
    Done: { Type: 'Succeed' },
  },
} as const;

const transitions = 5;
const input = { id: 'finding-1', score: 80, source: 'aws.guardduty' };
const overrides = { taskResourceLocalHandlers: { Call: async (payload: unknown) => payload } };

/** Transitions a second, with so many executions at once. The machine is constructed once. */
export async function measureYardstick(atOnce: number, total: number): Promise<number> {
  const machine = new StateMachine(fiveStates as never, {
    validationOptions: { checkPaths: false, checkArn: false },
  });
  let left = total;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await machine.run(input, { overrides: overrides as never }).result;
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: atOnce }, worker));
  return (total * transitions * 1000) / (performance.now() - start);
}
