import type { DeadLetterView } from '../../../../core/api/overview.ts';
import { endpoints } from '../../api/endpoints.ts';
import { usePages } from '../../api/queries.ts';
import { LoadMore } from '../../components/load-more.tsx';
import { Page } from '../../components/page.tsx';
import { Empty, Loaded } from '../../components/states.tsx';
import { type Column, Table } from '../../components/table.tsx';
import { Time } from '../../components/time.tsx';

const columns: readonly Column<DeadLetterView>[] = [
  { head: 'When', cell: ({ at }) => <Time at={at} /> },
  { head: 'Queue', cell: ({ queue }) => queue, beneath: ({ stage }) => <>at {stage}</> },
  { head: 'Tries', cell: ({ attempts }) => attempts },
  { head: 'Why', grow: true, cell: ({ reason }) => <span className="wrap-anywhere">{reason}</span> },
  {
    head: 'What',
    wide: true,
    cell: ({ label }) => <span className="wrap-anywhere">{label}</span>,
    beneath: ({ delivery }) => <code className="nowrap">{delivery}</code>,
  },
];

export function DeadLettersPage() {
  const list = usePages(endpoints.deadLetters);
  return (
    <Page
      lead="What could not be read (ingestion), or responded to (processing), is kept with its reason, never dropped in silence. To try it again, or drop it: tourniquet dlq"
      title="Dead letters"
    >
      <Loaded query={list}>
        {(pages) =>
          pages.items.length === 0 ? (
            <Empty title="Everything that came in was handled" />
          ) : (
            <>
              <Table caption="Dead letters" columns={columns} keyOf={({ id }) => id} rows={pages.items} />
              <LoadMore {...pages} />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}
