import { lazy, Suspense } from 'react';
import { useParams } from 'wouter';
import type { PlaybookDetail } from '../../../../core/api/playbooks.ts';
import { endpoints } from '../../api/endpoints.ts';
import { useAnswer } from '../../api/queries.ts';
import { Page } from '../../components/page.tsx';
import { Loaded, Skeleton } from '../../components/states.tsx';
import { ModeBadge } from '../../components/status.tsx';
import './playbooks.css';

/** The editor and the drawing of graphs are larger than all the rest. */
const Workbench = lazy(async () => ({ default: (await import('./workbench.tsx')).Workbench }));

/** One playbook: its text beside its graph, and what it would do. */
export function PlaybookPage() {
  const { id } = useParams<{ id: string }>();
  const query = useAnswer(endpoints.playbook(id));
  return (
    <Page
      back={{ href: '/playbooks', label: 'Playbooks' }}
      lead={query.data && <Lead playbook={query.data} />}
      title={query.data?.name ?? id}
    >
      <Loaded lines={12} query={query}>
        {(playbook) => (
          <>
            {playbook.description !== null && (
              <details className="playbook-description">
                <summary>What it is for, and why it does it so</summary>
                <p>{playbook.description}</p>
              </details>
            )}
            <Suspense fallback={<Skeleton lines={12} />}>
              <Workbench
                definition={playbook.definition}
                editable={playbook.editable}
                id={playbook.id}
                key={playbook.id}
                saved={playbook}
              />
            </Suspense>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Lead({ playbook }: { readonly playbook: PlaybookDetail }) {
  const { id, mode, priority, types, cases } = playbook;
  return (
    <>
      <ModeBadge mode={mode} />
      <code>{id}</code>
      <span>priority {priority}</span>
      {types !== null && (
        <span>{types === 1 ? 'answers 1 finding type' : `answers ${types} finding types`}</span>
      )}
      {cases.length > 0 && (
        <span title={cases.join(', ')}>
          {cases.length === 1 ? '1 test case' : `${cases.length} test cases`}
        </span>
      )}
    </>
  );
}
