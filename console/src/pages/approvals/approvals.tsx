import type { ApprovalQuery, ApprovalView } from '../../../../core/api/approvals.ts';
import { endpoints } from '../../api/endpoints.ts';
import { type Pages, usePages } from '../../api/queries.ts';
import { Filters, Select } from '../../components/filters.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { Page } from '../../components/page.tsx';
import { Empty, Loaded } from '../../components/states.tsx';
import { DecisionBadge } from '../../components/status.tsx';
import { type Column, Table } from '../../components/table.tsx';
import { Time } from '../../components/time.tsx';
import { useUrlState } from '../../components/use-url-state.ts';

const choices = [
  { value: '', label: 'Waiting for an answer' },
  { value: 'all', label: 'All' },
];

const columns: readonly Column<ApprovalView>[] = [
  {
    head: 'Question',
    grow: true,
    cell: ({ message }) => message,
    beneath: ({ playbook, step, incident }) => `${playbook}, step ${step}, for ${incident}`,
  },
  { head: 'Asked', wide: true, cell: ({ askedAt }) => <Time at={askedAt} />, beneath: describeReminders },
  {
    head: 'Until',
    cell: ({ deadline, decision }) => (decision === null ? <Time at={deadline} /> : '–'),
  },
  {
    head: 'Answers',
    align: 'end',
    wide: true,
    cell: ({ answers, quorum }) => `${answers.length} of ${quorum}`,
  },
  {
    head: 'Decision',
    cell: ({ decision }) => <DecisionBadge decision={decision} />,
    beneath: ({ decision }) => decision !== null && decision.decision !== 'expired' && `by ${decision.by}`,
  },
];

function describeReminders({ asks }: ApprovalView): string | null {
  const reminders = asks - 1;
  if (reminders < 1) return null;
  return reminders === 1 ? '1 reminder' : `${reminders} reminders`;
}

export function ApprovalsPage() {
  const [chosen, setChosen] = useUrlState('state');
  const state: ApprovalQuery['state'] = chosen === 'all' ? 'all' : 'waiting';
  const list = usePages(endpoints.approvals(state));
  return (
    <Page lead="Playbooks stop here until a person says yes. Without an answer it is no." title="Approvals">
      <Filters>
        <Select choices={choices} label="Show" onChange={setChosen} value={state === 'all' ? 'all' : ''} />
      </Filters>
      <Loaded query={list}>{(pages) => <List pages={pages} state={state} />}</Loaded>
    </Page>
  );
}

interface ListProps {
  readonly pages: Pages<ApprovalView>;
  readonly state: ApprovalQuery['state'];
}

function List({ pages, state }: ListProps) {
  if (pages.items.length === 0 && !pages.hasMore)
    return (
      <Empty title={state === 'all' ? 'Nothing was ever asked' : 'Nothing waits for an answer'}>
        <p>A playbook asks before it does what its mode or a guardrail does not let it do alone.</p>
      </Empty>
    );
  return (
    <>
      <Table
        caption={state === 'all' ? 'All questions' : 'Questions that wait for an answer, newest first'}
        columns={columns}
        hrefOf={({ id }) => `/approvals/${id}`}
        keyOf={({ id }) => id}
        rows={pages.items}
      />
      <LoadMore {...pages} />
    </>
  );
}
