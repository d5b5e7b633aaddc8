import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/page.tsx';
import { ErrorBox } from '../../components/states.tsx';
import { ShadowOutcome } from './shadow-outcome.tsx';
import { SubjectSelect } from './subject-select.tsx';
import type { ShadowState, Subject } from './use-shadow-run.ts';

/** Tries the playbook on a finding: what it would do, to what, and how far it would come. Nothing is changed. */
export function ShadowRun({ run }: { readonly run: ShadowState }) {
  const [subject, setSubject] = useState<Subject | null>(null);
  const { start, running, error, result, current } = run;
  return (
    <Card title="What it would do">
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault();
          if (subject !== null) start(subject);
        }}
      >
        <SubjectSelect onChange={setSubject} value={subject} />
        <Button busy={running} disabled={subject === null} icon="play" type="submit">
          {running ? 'Rehearsing…' : 'Shadow-run'}
        </Button>
        <span className="dim small">On an account made up from the finding: nothing real is changed.</span>
      </form>
      {error !== null && <ErrorBox error={error} />}
      {result !== null && error === null && (
        <>
          {!current && <p className="dim small">The text has changed since: run it again.</p>}
          <ShadowOutcome result={result} />
        </>
      )}
    </Card>
  );
}
