import {
  ExecutionDetail,
  ExecutionEvent,
  ExecutionId,
  ExecutionQuery,
  ExecutionSummary,
  HistoryQuery,
  StateMachineView,
} from '../../../core/api/executions.ts';
import { pageOf } from '../../../core/api/paging.ts';
import { NotFound } from '../../../core/errors.ts';
import { shortMachineName } from '../../../core/machine-names.ts';
import type { StepFunctions } from '../../../core/ports/step-functions.ts';
import type { Stores } from '../../../core/records/stores.ts';
import { notNext } from '../cursor.ts';
import { type Route, route } from '../route.ts';
import type { SessionPorts } from './session.ts';
import { readExecutionDetail } from '../views/read-execution-detail.ts';
import { createHistories } from '../views/histories.ts';
import { viewExecution } from '../views/view-execution.ts';

export interface ExecutionPorts {
  readonly stepFunctions: StepFunctions;
  /** The ARN of a state machine, by its name. */
  readonly machineArn: (name: string) => string;
  readonly stores: Stores;
  readonly place: SessionPorts['place'];
}

/** State machines, their executions and histories. */
export const executionRoutes = (ports: ExecutionPorts): readonly Route[] => [
  ...listRoutes(ports),
  ...oneRoutes(ports),
];

const listRoutes = ({ stepFunctions, machineArn }: ExecutionPorts): readonly Route[] => [
  route(
    {
      method: 'get',
      path: '/api/state-machines',
      role: 'viewer',
      summary: 'State machines',
      answer: pageOf(StateMachineView),
    },
    async () => {
      const { stateMachines } = await stepFunctions.listStateMachines();
      return { items: stateMachines.map(viewMachine), next: null };
    },
  ),
  route(
    {
      method: 'get',
      path: '/api/executions',
      role: 'viewer',
      summary: 'Executions, newest first',
      query: ExecutionQuery,
      answer: pageOf(ExecutionSummary),
      problems: [404],
    },
    async ({ query: { machine, status, limit, cursor } }) => {
      const listing = stepFunctions.listExecutions({
        maxResults: limit,
        ...(machine === undefined ? {} : { stateMachineArn: machineArn(machine) }),
        ...(status === undefined ? {} : { statusFilter: status }),
        ...(cursor === undefined ? {} : { nextToken: cursor }),
      });
      const { executions, nextToken } = await explain(`state machine ${machine}`, listing);
      return { items: executions.map(viewExecution), next: nextToken ?? null };
    },
  ),
];

function oneRoutes(ports: ExecutionPorts): readonly Route[] {
  const { stepFunctions, machineArn } = ports;
  const arnOf = ({ machine, name }: ExecutionId): string =>
    `${machineArn(machine).replace(':stateMachine:', ':execution:')}:${name}`;
  const readHistory = createHistories(stepFunctions);
  const one = { params: ExecutionId, role: 'viewer', problems: [404] } as const;
  return [
    route(
      {
        ...one,
        method: 'get',
        path: '/api/executions/{machine}/{name}',
        summary: 'One execution',
        answer: ExecutionDetail,
      },
      async ({ params }) => await explain(nameOf(params), readExecutionDetail(ports, arnOf(params))),
    ),
    route(
      {
        ...one,
        method: 'get',
        path: '/api/executions/{machine}/{name}/history',
        summary: 'The events of an execution',
        description: 'As GetExecutionHistory has them, each with its state. Task tokens are redacted.',
        query: HistoryQuery,
        answer: pageOf(ExecutionEvent),
      },
      async ({ params, query }) => await explain(nameOf(params), readHistory(arnOf(params), query)),
    ),
    route(
      {
        ...one,
        method: 'post',
        path: '/api/executions/{machine}/{name}/redrive',
        role: 'responder',
        summary: 'Go on where an execution failed',
        answer: ExecutionDetail,
        status: 202,
        problems: [404, 409],
      },
      async ({ params }) => {
        const executionArn = arnOf(params);
        await explain(nameOf(params), stepFunctions.redriveExecution({ executionArn }));
        return await readExecutionDetail(ports, executionArn);
      },
    ),
  ];
}

const nameOf = ({ machine, name }: ExecutionId): string => `execution ${machine}/${name}`;

const missing: ReadonlySet<string> = new Set([
  'ExecutionDoesNotExist',
  'StateMachineDoesNotExist',
  'InvalidArn',
]);

/** Step Functions' errors in the words of this API, where it has words of its own. */
async function explain<T>(what: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (missing.has(error.name)) throw new NotFound(`there is no ${what}`, { cause: error });
    if (error.name === 'InvalidToken') throw notNext();
    throw error;
  }
}

interface Machine {
  readonly stateMachineArn: string;
  readonly name: string;
  readonly creationDate: Date;
}

const viewMachine = ({ stateMachineArn, name, creationDate }: Machine): StateMachineView => ({
  name: shortMachineName(name),
  arn: stateMachineArn,
  createdAt: creationDate.toISOString(),
});
