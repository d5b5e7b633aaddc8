import { Link } from 'wouter';
import type { PlaybookSummary } from '../../../../core/api/playbooks.ts';
import { endpoints } from '../../api/endpoints.ts';
import { useAnswer } from '../../api/queries.ts';
import { useMay } from '../../api/session.ts';
import { Icon } from '../../components/icon.tsx';
import { Page } from '../../components/page.tsx';
import { Empty, Loaded } from '../../components/states.tsx';
import { type Column, Table } from '../../components/table.tsx';
import { ModeBadge } from '../../components/status.tsx';
import './playbooks.css';

/** What is done about which findings. */
export function PlaybooksPage() {
  const query = useAnswer(endpoints.playbooks);
  const mayWrite = useMay('author');
  return (
    <Page
      actions={mayWrite && <NewLink />}
      lead="What is done about which findings. Lower priorities run first."
      title="Playbooks"
    >
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="There are no playbooks">
              <p>Findings are recorded and told, and nothing is done about them.</p>
            </Empty>
          ) : (
            <Table
              caption="Playbooks"
              columns={columns}
              hrefOf={({ id }) => `/playbooks/${encodeURIComponent(id)}`}
              keyOf={({ id }) => id}
              rows={items}
            />
          )
        }
      </Loaded>
    </Page>
  );
}

const NewLink = () => (
  <Link className="button look-main" href="/playbooks/new">
    <Icon name="plus" size={14} />
    New playbook
  </Link>
);

const columns: readonly Column<PlaybookSummary>[] = [
  {
    head: 'Playbook',
    cell: ({ name }) => name,
    beneath: ({ id }) => <code>{id}</code>,
    sortBy: ({ name }) => name,
    grow: true,
  },
  { head: 'Mode', cell: ({ mode }) => <ModeBadge mode={mode} />, sortBy: ({ mode }) => mode },
  { head: 'Actions', cell: ({ actions }) => <Actions actions={actions} />, wide: true },
  {
    head: 'Asks',
    cell: ({ asks }) => (asks ? 'people' : '–'),
    sortBy: ({ asks }) => (asks ? 1 : 0),
    wide: true,
  },
  {
    head: 'Finding types',
    cell: ({ types }) => types ?? '–',
    sortBy: ({ types }) => types ?? -1,
    align: 'end',
    wide: true,
  },
  { head: 'Priority', cell: ({ priority }) => priority, sortBy: ({ priority }) => priority, align: 'end' },
];

function Actions({ actions }: Pick<PlaybookSummary, 'actions'>) {
  if (actions.length === 0) return <span className="dim">tells people only</span>;
  return (
    <ul className="action-names">
      {actions.map((action) => (
        <li key={action}>
          <code>{action}</code>
        </li>
      ))}
    </ul>
  );
}
