import type { ExecutionSummary } from '../../../../core/api/executions.ts';
import { endpoints } from '../../api/endpoints.ts';
import { useAnswer, usePages } from '../../api/queries.ts';
import { type Choice, Filters, Select } from '../../components/filters.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { Page } from '../../components/page.tsx';
import { Empty, Loaded } from '../../components/states.tsx';
import { type Column, Table } from '../../components/table.tsx';
import { Time } from '../../components/time.tsx';
import { useUrlState } from '../../components/use-url-state.ts';
import { executionPath } from './execution-link.tsx';
import { ExecutionBadge, executionLooks } from './execution-status.tsx';
import { Took } from './took.tsx';

/** Everything that the state machines run or ran, newest first. */
export function ExecutionsPage() {
  const [machine, setMachine] = useUrlState('machine');
  const [status, setStatus] = useUrlState('status');
  const query = usePages(endpoints.executions(asQuery(machine, status)));
  return (
    <Page lead="What the state machines run and ran, newest first." title="Executions">
      <Filters>
        <MachineSelect onChange={setMachine} value={machine} />
        <Select choices={statusChoices} label="Status" onChange={setStatus} value={status} />
      </Filters>
      <Loaded query={query}>
        {(pages) => (
          <>
            {pages.items.length === 0 && !pages.hasMore ? (
              <NoExecutions filtered={machine !== '' || status !== ''} />
            ) : (
              <Table
                caption="Executions"
                columns={columns}
                hrefOf={executionPath}
                keyOf={({ arn }) => arn}
                rows={pages.items}
              />
            )}
            <LoadMore {...pages} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** What stands in the address may be no status at all: the server says so then. */
const asQuery = (machine: string, status: string) => ({
  machine: machine === '' ? undefined : machine,
  status: status === '' ? undefined : (status as ExecutionSummary['status']),
});

const anything = { value: '', label: 'Any' };

const statusChoices: readonly Choice[] = [
  anything,
  ...Object.entries(executionLooks).map(([value, { label }]) => ({ value, label })),
];

interface MachineSelectProps {
  readonly value: string;
  readonly onChange: (machine: string) => void;
}

/** One that is gone can still be asked for: its executions stay. */
function MachineSelect({ value, onChange }: MachineSelectProps) {
  const { data } = useAnswer(endpoints.stateMachines);
  const names = new Set([...(data?.items ?? []).map(({ name }) => name), ...(value === '' ? [] : [value])]);
  const choices = [...names].sort().map((name) => ({ value: name, label: name }));
  return <Select choices={[anything, ...choices]} label="State machine" onChange={onChange} value={value} />;
}

const columns: readonly Column<ExecutionSummary>[] = [
  { head: 'Execution', cell: ({ name }) => <span className="wrap-anywhere">{name}</span>, grow: true },
  { head: 'State machine', cell: ({ machine }) => <span className="nowrap">{machine}</span>, wide: true },
  { head: 'Status', cell: (execution) => <Status execution={execution} /> },
  {
    head: 'Started',
    cell: ({ startedAt }) => (
      <span className="nowrap">
        <Time at={startedAt} />
      </span>
    ),
  },
  { head: 'Took', cell: (execution) => <Took {...execution} />, align: 'end', wide: true },
];

const Status = ({ execution: { status, redriveCount } }: { readonly execution: ExecutionSummary }) => (
  <span className="nowrap">
    <ExecutionBadge status={status} />
    {redriveCount > 0 && <span className="dim"> redriven {redriveCount}×</span>}
  </span>
);

const NoExecutions = ({ filtered }: { readonly filtered: boolean }) =>
  filtered ? (
    <Empty title="No execution is like that">
      <p>Choose another state machine or status.</p>
    </Empty>
  ) : (
    <Empty title="Nothing has run yet">
      <p>Each finding that comes in starts an execution of triage; a response and its playbooks follow.</p>
    </Empty>
  );
