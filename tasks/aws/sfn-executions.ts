import {
  DescribeExecutionCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Callbacks } from '../../core/ports/callbacks.ts';
import type { Executions } from '../../core/ports/executions.ts';
import { isAwsError } from '../actions/aws-errors.ts';
import { callOwn } from './own-errors.ts';

type Client = Pick<SFNClient, 'send'>;

const call = <T>(work: () => Promise<T>): Promise<T> => callOwn('Step Functions', work);

/** The Executions port on Step Functions. @param machineArn by short name: `triage`, `response`. */
export function createSfnExecutions(
  client: Client,
  machineArn: (stateMachine: string) => string,
): Executions {
  return {
    async start({ stateMachine, name, input }) {
      const stateMachineArn = machineArn(stateMachine);
      const command = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
      try {
        await call(() => client.send(command));
        return 'started';
      } catch (error) {
        if (isAwsError(error, 'ExecutionAlreadyExists')) return 'exists';
        throw error;
      }
    },
  };
}

/** The Callbacks port on Step Functions. A token is good in the account that issued it only. */
export function createSfnCallbacks(client: Client): Callbacks {
  return {
    async succeed(taskToken, output) {
      const command = new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) });
      try {
        await call(() => client.send(command));
        return true;
      } catch (error) {
        if (isAwsError(error, 'TaskTimedOut', 'TaskDoesNotExist')) return false;
        throw error;
      }
    },
  };
}

/** False for executions that ended and for those that never were. */
export async function isExecutionOpen(client: Client, executionArn: string): Promise<boolean> {
  try {
    const { status } = await call(() => client.send(new DescribeExecutionCommand({ executionArn })));
    return status === 'RUNNING';
  } catch (error) {
    if (isAwsError(error, 'ExecutionDoesNotExist', 'InvalidArn')) return false;
    throw error;
  }
}
