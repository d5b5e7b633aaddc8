import { lazy, Suspense } from 'react';
import { useParams } from 'wouter';
import type { ExecutionDetail, ExecutionId } from '../../../../core/api/executions.ts';
import { endpoints } from '../../api/endpoints.ts';
import { useAnswer } from '../../api/queries.ts';
import { Json } from '../../components/json.tsx';
import { Card, Page } from '../../components/page.tsx';
import { ErrorBox, Loaded, Skeleton } from '../../components/states.tsx';
import { useUrlState } from '../../components/use-url-state.ts';
import { EventTable } from './event-table.tsx';
import { ExecutionActions } from './execution-actions.tsx';
import { ExecutionLead } from './execution-lead.tsx';
import { StartedExecutions } from './started-executions.tsx';
import { useHistory } from './use-history.ts';

/** The drawing of graphs is as large as the rest of the console. */
const ExecutionGraph = lazy(async () => ({
  default: (await import('./execution-graph.tsx')).ExecutionGraph,
}));

/** One execution: how it stands, where it went, and every event of it. */
export function ExecutionPage() {
  const { machine, name } = useParams<{ machine: string; name: string }>();
  const id = { machine, name };
  const query = useAnswer(endpoints.execution(id));
  return (
    <Page
      actions={query.data && <ExecutionActions execution={query.data} />}
      back={{ href: '/executions', label: 'Executions' }}
      lead={query.data && <ExecutionLead execution={query.data} />}
      title={name}
    >
      <Loaded lines={12} query={query}>
        {(execution) => <Sections execution={execution} id={id} />}
      </Loaded>
    </Page>
  );
}

interface SectionsProps {
  readonly execution: ExecutionDetail;
  readonly id: ExecutionId;
}

function Sections({ execution, id }: SectionsProps) {
  const query = useHistory(id);
  const [selected, setSelected] = useUrlState('state');
  const { error, cause } = execution;
  const events = query.data?.events ?? [];
  return (
    <>
      {error !== null && <ErrorBox error={new Error(cause === null ? error : `${error}: ${cause}`)} />}
      <Suspense fallback={<Skeleton lines={10} />}>
        <ExecutionGraph
          definition={execution.definition}
          events={events}
          onSelect={setSelected}
          selected={selected}
        />
      </Suspense>
      <StartedExecutions events={events} />
      <Payloads execution={execution} />
      <Card aside={query.data?.complete === false && <Reading count={events.length} />} title="Events">
        <Loaded query={query}>
          {(history) => <EventTable events={history.events} onState={setSelected} />}
        </Loaded>
      </Card>
      <details className="card">
        <summary>Definition</summary>
        <Json value={execution.definition} what="definition" />
      </details>
    </>
  );
}

const Reading = ({ count }: { readonly count: number }) => (
  <output className="dim small">Reading, {count.toLocaleString('en')} events so far…</output>
);

/** AWS keeps neither for more than 90 days. */
function Payloads({ execution: { input, output } }: { readonly execution: ExecutionDetail }) {
  const payloads = [
    { title: 'Input', what: 'input', value: input },
    { title: 'Output', what: 'output', value: output },
  ];
  return (
    <div className="two-columns">
      {payloads.map(({ title, what, value }) => (
        <details className="card" key={title}>
          <summary>{title}</summary>
          {value === null ? <p className="dim">There is none.</p> : <Json value={value} what={what} />}
        </details>
      ))}
    </div>
  );
}
