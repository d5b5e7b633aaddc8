import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { ErrorBox } from '../../components/states.tsx';
import { Conflict } from './conflict.tsx';
import type { Saved } from './draft.ts';
import type { DraftState } from './use-draft.ts';
import { type Saving, useSaving } from './use-saving.ts';
import type { Validation } from './use-validation.ts';

interface SaveBarProps {
  /** Null: it is a new one. */
  readonly id: string | null;
  readonly saved: Saved;
  readonly state: DraftState;
  readonly validation: Validation;
  readonly editable: boolean;
}

/** How it stands with the text, and what can be done with it. */
export function SaveBar({ id, saved, state, validation, editable }: SaveBarProps) {
  const saving = useSaving(id, state, validation);
  const { draft, dirty, reset } = state;
  return (
    <>
      {saving.conflict && <Conflict id={saving.target} mine={draft.text} onTake={reset} />}
      {saving.error !== null && <ErrorBox error={saving.error} />}
      <div className="row editor-bar">
        <Verdict validation={validation} />
        {dirty && <Unsaved onDiscard={() => reset(saved)} />}
        {editable ? <Save saving={saving} wanted={dirty || id === null} /> : <Deployed />}
      </div>
    </>
  );
}

function Verdict({ validation: { result, upToDate } }: { readonly validation: Validation }) {
  if (result === undefined || !upToDate)
    return <output className="editor-verdict dim small">Checking…</output>;
  const count = result.problems.length;
  const verdict = count === 1 ? '1 problem' : `${count} problems`;
  return (
    <output className={`editor-verdict small ${result.ok ? 'ink-good' : 'ink-bad'}`}>
      <Icon name={result.ok ? 'check' : 'cross'} size={12} /> {result.ok ? 'It compiles' : verdict}
    </output>
  );
}

const Unsaved = ({ onDiscard }: { readonly onDiscard: () => void }) => (
  <>
    <span className="small ink-warn">Not saved</span>
    <Button onClick={onDiscard}>Discard changes</Button>
  </>
);

const Save = ({ saving, wanted }: { readonly saving: Saving; readonly wanted: boolean }) =>
  wanted && (
    <Button busy={saving.busy} disabled={!saving.ready} look="main" onClick={saving.save}>
      Save
    </Button>
  );

const Deployed = () => (
  <span className="dim small">Here playbooks are deployed: change the file, and deploy.</span>
);
