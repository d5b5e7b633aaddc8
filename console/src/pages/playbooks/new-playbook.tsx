import { lazy, Suspense } from 'react';
import { useMay } from '../../api/session.ts';
import { Page } from '../../components/page.tsx';
import { Empty, Skeleton } from '../../components/states.tsx';
import { template } from './template.ts';

const Workbench = lazy(async () => ({ default: (await import('./workbench.tsx')).Workbench }));

const nothingSaved = { text: template, hash: null };

/** A playbook that is not there yet: it begins as a template that can be tried at once. */
export function NewPlaybookPage() {
  const mayWrite = useMay('author');
  return (
    <Page
      back={{ href: '/playbooks', label: 'Playbooks' }}
      lead="In shadow it plans and records only. Try it on a finding before you save it."
      title="New playbook"
    >
      {mayWrite ? (
        <Suspense fallback={<Skeleton lines={12} />}>
          <Workbench definition={null} editable id={null} saved={nothingSaved} />
        </Suspense>
      ) : (
        <Empty title="Only authors write playbooks" />
      )}
    </Page>
  );
}
