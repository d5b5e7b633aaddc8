import { useSearchParams } from 'wouter';
import type { IncidentFilter, IncidentSummary } from '../../../../core/api/incidents.ts';
import { endpoints } from '../../api/endpoints.ts';
import { type Pages, usePages } from '../../api/queries.ts';
import { useSession } from '../../api/session.ts';
import { Button } from '../../components/button.tsx';
import { Download } from '../../components/download.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { Page } from '../../components/page.tsx';
import { Empty, Loaded } from '../../components/states.tsx';
import { Table } from '../../components/table.tsx';
import { SendExample } from './send-example.tsx';
import { clearFilter, isNarrowed, readFilter } from './filter.ts';
import { incidentColumns } from './incident-columns.tsx';
import { IncidentFilters } from './incident-filters.tsx';
import './incidents.css';

export function IncidentsPage() {
  const [search] = useSearchParams();
  const filter = readFilter(search);
  const list = usePages(endpoints.incidents(filter));
  return (
    <Page
      actions={<Download href={endpoints.incidentsCsv(filter).path}>CSV</Download>}
      lead="Newest activity first."
      title="Incidents"
    >
      <IncidentFilters />
      <Loaded lines={12} query={list}>
        {(pages) =>
          pages.items.length === 0 ? <None filter={filter} pages={pages} /> : <List pages={pages} />
        }
      </Loaded>
    </Page>
  );
}

interface ListProps {
  readonly pages: Pages<IncidentSummary>;
}

const List = ({ pages }: ListProps) => (
  <>
    <Table
      caption="Incidents, newest activity first"
      columns={incidentColumns}
      hrefOf={({ id }) => `/incidents/${id}`}
      keyOf={({ id }) => id}
      rows={pages.items}
    />
    <p className="dim small">
      {pages.items.length} shown{pages.hasMore ? ', more below' : ''}
    </p>
    <LoadMore {...pages} />
  </>
);

/** Nothing fits, nothing fits so far, or there is nothing yet: three different things to do. */
function None({ filter, pages }: ListProps & { readonly filter: IncidentFilter }) {
  const [, setSearch] = useSearchParams();
  const { account } = useSession();
  if (pages.hasMore)
    return (
      <>
        <Empty title={`Nothing among the newest ${pages.looked ?? 'ones'} fits; looking further`} />
        <LoadMore {...pages} />
      </>
    );
  if (isNarrowed(filter))
    return (
      <Empty title="No incident fits">
        <Button onClick={() => setSearch(clearFilter)}>Show all incidents</Button>
      </Empty>
    );
  return (
    <Empty title="No incidents yet">
      <p>Findings of GuardDuty and Security Hub become incidents as they arrive.</p>
      {account === 'simulated' && <SendExample />}
    </Empty>
  );
}
