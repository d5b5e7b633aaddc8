import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  type ListExecutionsCommandInput,
  RedriveExecutionCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import type { Clock } from '../../core/ports/clock.ts';
import type {
  ExecutionDescription,
  ExecutionItem,
  HistoryEvent,
  StepFunctions,
} from '../../core/ports/step-functions.ts';
import { createListAll, type ListPage } from './list-all-executions.ts';
import { callOwn } from './own-errors.ts';

export interface SfnStepFunctionsConfig {
  readonly client: Pick<SFNClient, 'send'>;
  /** ARNs of the machines that were deployed: no others are listed, though the account may have them. */
  readonly machines: readonly string[];
  readonly clock: Clock;
}

/**
 * The StepFunctions port on Step Functions. The machines are asked one by one rather than listed, for IAM knows no
 * narrower resource for ListStateMachines than all of the account's.
 */
export function createSfnStepFunctions({ client, machines, clock }: SfnStepFunctionsConfig): StepFunctions {
  const call = <T>(work: () => Promise<T>): Promise<T> => callOwn('Step Functions', work);
  const listPage: ListPage = async (request) => {
    const command = new ListExecutionsCommand(request as ListExecutionsCommandInput);
    const { executions = [], nextToken } = await call(() => client.send(command));
    return { executions: executions.map((one) => itemOf(one)), ...(nextToken && { nextToken }) };
  };
  const listAll = createListAll({ listPage, machines, clock });
  return {
    async listStateMachines() {
      const describe = (stateMachineArn: string) =>
        call(() => client.send(new DescribeStateMachineCommand({ stateMachineArn })));
      const found = await Promise.all(machines.map(describe));
      return {
        stateMachines: found.map(({ stateMachineArn = '', name = '', creationDate = new Date(0) }) => ({
          stateMachineArn,
          name,
          creationDate,
        })),
      };
    },
    async listExecutions({ stateMachineArn, ...request }) {
      // Only a distributed Map's child executions ever are, and no machine of ours has any.
      if (request.statusFilter === 'PENDING_REDRIVE') return { executions: [] };
      return stateMachineArn === undefined
        ? await listAll(request)
        : await listPage({ ...request, stateMachineArn });
    },
    describeExecution: async (request) =>
      describedOf(await call(() => client.send(new DescribeExecutionCommand(request)))),
    async describeStateMachineForExecution(request) {
      const command = new DescribeStateMachineForExecutionCommand(request);
      return { definition: (await call(() => client.send(command))).definition ?? '{}' };
    },
    async getExecutionHistory(request) {
      const command = new GetExecutionHistoryCommand({ ...request, includeExecutionData: true });
      const { events = [], nextToken } = await call(() => client.send(command));
      return { events: events.map((event) => eventOf(event)), ...(nextToken && { nextToken }) };
    },
    redriveExecution: (request) => call(() => client.send(new RedriveExecutionCommand(request))),
  };
}

/** What the SDK types as possibly missing because it types everything so; Step Functions always says it. */
type Loose<T> = { readonly [K in keyof T]?: T[K] | undefined };

function itemOf({
  executionArn = '',
  stateMachineArn = '',
  name = '',
  status = 'RUNNING',
  startDate = new Date(0),
  stopDate,
  redriveCount = 0,
}: Loose<ExecutionItem>): ExecutionItem {
  return {
    executionArn,
    stateMachineArn,
    name,
    status,
    startDate,
    redriveCount,
    ...(stopDate && { stopDate }),
  };
}

function describedOf(described: Loose<ExecutionDescription>): ExecutionDescription {
  const { redriveStatus = 'NOT_REDRIVABLE', input, output, error, cause } = described;
  return {
    ...itemOf(described),
    redriveStatus,
    ...(input === undefined ? {} : { input }),
    ...(output === undefined ? {} : { output }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
}

/** Everything else of an event is under its type's name, and stays as it is. */
function eventOf({
  id = 0,
  previousEventId = 0,
  type = '',
  timestamp = new Date(0),
  ...details
}: Loose<Pick<HistoryEvent, 'id' | 'previousEventId' | 'type' | 'timestamp'>>): HistoryEvent {
  return { id, previousEventId, type, timestamp, ...details };
}
