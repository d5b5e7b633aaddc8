import { useState } from 'react';
import { endpoints } from '../../api/endpoints.ts';
import { useAnswer } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Diff } from '../../components/diff.tsx';
import { parseOrKeep } from '../../graph/json-members.ts';
import type { Saved } from './draft.ts';

interface ConflictProps {
  readonly id: string | null;
  readonly mine: string;
  readonly onTake: (theirs: Saved) => void;
}

/** Somebody else saved it since: what they changed, and a way to go on from theirs. Nothing is written over. */
export function Conflict({ id, mine, onTake }: ConflictProps) {
  const [shows, setShows] = useState(false);
  const { data: theirs } = useAnswer(id === null ? null : endpoints.playbook(id));
  return (
    <div className="banner tone-warn" role="alert">
      <span>
        Somebody else saved this playbook since you began. What you wrote is still here, and is not saved.
      </span>
      <Button onClick={() => setShows(true)}>Show theirs</Button>
      {shows && theirs !== undefined && (
        <ConfirmDialog
          action="Take theirs"
          busy={false}
          error={null}
          onClose={() => setShows(false)}
          onConfirm={() => {
            onTake(theirs);
            setShows(false);
          }}
          title="From yours to theirs"
        >
          <p>If you take theirs, yours is gone. Copy it first, if you want to go on from it.</p>
          <Diff after={parseOrKeep(theirs.text)} before={parseOrKeep(mine)} />
        </ConfirmDialog>
      )}
    </div>
  );
}
