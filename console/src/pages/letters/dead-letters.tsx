import type { DeadLetterQuery, DeadLetterView } from '../../../../core/api/dead-letters.ts';
import { endpoints } from '../../api/endpoints.ts';
import { type Pages, usePages } from '../../api/queries.ts';
import { Filters, Select } from '../../components/filters.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { Page } from '../../components/page.tsx';
import { Empty, Loaded } from '../../components/states.tsx';
import { type Column, Table } from '../../components/table.tsx';
import { Time } from '../../components/time.tsx';
import { useUrlState } from '../../components/use-url-state.ts';
import { LetterState } from './letter-state.tsx';

const choices = [
  { value: '', label: 'Waiting' },
  { value: 'ended', label: 'Redriven or dropped' },
];

const columns: readonly Column<DeadLetterView>[] = [
  {
    head: 'Why',
    grow: true,
    cell: ({ reason }) => <span className="wrap-anywhere">{reason}</span>,
    beneath: ({ label }) => <span className="wrap-anywhere">{label}</span>,
  },
  { head: 'State', cell: (letter) => <LetterState letter={letter} />, beneath: describeEnd },
  { head: 'Queue', cell: ({ queue }) => queue, beneath: ({ stage }) => <>at {stage}</> },
  { head: 'Tries', align: 'end', cell: ({ attempts }) => attempts },
  { head: 'When', cell: ({ at, ended }) => <Time at={ended?.at ?? at} /> },
];

function describeEnd({ ended }: DeadLetterView): string | null {
  return ended === undefined ? null : `by ${ended.by}`;
}

export function DeadLettersPage() {
  const [chosen, setChosen] = useUrlState('state');
  const state: DeadLetterQuery['state'] = chosen === 'ended' ? 'ended' : 'waiting';
  const list = usePages(endpoints.deadLetters(state));
  return (
    <Page
      lead="What could not be read (ingestion), or responded to (processing), is kept with its reason and its bytes. Nothing is dropped in silence."
      title="Dead letters"
    >
      <Filters>
        <Select
          choices={choices}
          label="Show"
          onChange={setChosen}
          value={state === 'ended' ? 'ended' : ''}
        />
      </Filters>
      <Loaded query={list}>{(pages) => <List pages={pages} state={state} />}</Loaded>
    </Page>
  );
}

interface ListProps {
  readonly pages: Pages<DeadLetterView>;
  readonly state: DeadLetterQuery['state'];
}

function List({ pages, state }: ListProps) {
  if (pages.items.length === 0 && !pages.hasMore)
    return (
      <Empty
        title={state === 'ended' ? 'None was redriven or dropped yet' : 'Everything that came in was handled'}
      />
    );
  return (
    <>
      <Table
        caption="Dead letters, newest first"
        columns={columns}
        hrefOf={({ id }) => `/dead-letters/${id}`}
        keyOf={({ id }) => id}
        rows={pages.items}
      />
      <LoadMore {...pages} />
    </>
  );
}
