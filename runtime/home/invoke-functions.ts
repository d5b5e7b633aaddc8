import { isJsonObject } from '../../core/json.ts';
import type { Task } from '../../tasks/task.ts';
import type { InvokeTask } from '../asl/index.ts';

const lambdaInvoke = /^arn:[^:]+:states:::lambda:invoke(\.waitForTaskToken)?$/;

/**
 * Answers `lambda:invoke` with the tasks of this process, in Lambda's shapes: a result comes in `Payload`,
 * an error as its name and a JSON cause. Parameters come as a copy of the task's own, parsed from JSON, so that no task
 * can lean on shared objects.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html
 */
export function createInvokeFunctions(
  functionOf: (name: string) => Task | undefined,
  before: (payload: unknown) => void = () => undefined,
): InvokeTask {
  return async ({ resource, parameters }) => {
    const request = isJsonObject(parameters) ? parameters : {};
    const { FunctionName: name } = request;
    const known = lambdaInvoke.test(resource) && typeof name === 'string';
    const task = known ? functionOf(name) : undefined;
    if (task === undefined) {
      throw lambdaError(
        'Lambda.ResourceNotFoundException',
        `no function answers ${resource} ${JSON.stringify(name)}`,
      );
    }
    try {
      const payload = request['Payload'] ?? {};
      before(payload);
      return { output: { ExecutedVersion: '$LATEST', Payload: await task(payload), StatusCode: 200 } };
    } catch (error) {
      const { name: errorType, message } = error as Error;
      throw lambdaError(errorType, message);
    }
  };
}

function lambdaError(errorType: string, errorMessage: string): { error: string; cause: string } {
  return { error: errorType, cause: JSON.stringify({ errorType, errorMessage, trace: [] }) };
}
