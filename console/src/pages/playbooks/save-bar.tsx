import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import type { PlaybookDetail, SaveRequest } from '../../../../core/api/playbooks.ts';
import { ApiError } from '../../api/api-error.ts';
import { send } from '../../api/client.ts';
import { endpoints } from '../../api/endpoints.ts';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { ErrorBox } from '../../components/states.tsx';
import { Conflict } from './conflict.tsx';
import type { Saved } from './draft.ts';
import { idOf } from './template.ts';
import type { DraftState } from './use-draft.ts';
import type { Validation } from './use-validation.ts';

interface SaveBarProps {
  /** Null: it is a new one, which takes the id that its text says. */
  readonly id: string | null;
  readonly saved: Saved;
  readonly state: DraftState;
  readonly validation: Validation;
  readonly editable: boolean;
}

/** How it stands with the text, and what can be done with it. */
export function SaveBar({ id, saved, state, validation, editable }: SaveBarProps) {
  const { draft, dirty, reset } = state;
  const target = id ?? idOf(draft.text);
  const { conflict, error, busy, save } = useSaving(target, id === null, state);
  const fit = validation.upToDate && validation.result?.ok === true && target !== null && !conflict;
  return (
    <>
      {conflict && <Conflict id={target} mine={draft.text} onTake={reset} />}
      {error !== null && <ErrorBox error={error} />}
      <div className="row editor-bar">
        <Verdict validation={validation} />
        {!editable && (
          <span className="dim small">Here playbooks are deployed: change the file, and deploy.</span>
        )}
        {dirty && <Unsaved onDiscard={() => reset(saved)} />}
        {editable && (dirty || id === null) && (
          <Button busy={busy} disabled={!fit} look="main" onClick={save}>
            Save
          </Button>
        )}
      </div>
    </>
  );
}

/** Saving, and what stood in its way: a conflict is no error, for there is something to do about it. */
function useSaving(target: string | null, isNew: boolean, { draft, stale, reset }: DraftState) {
  const { mutate, error, isPending } = useSave(target, isNew, reset);
  const refused = error instanceof ApiError && error.status === 409;
  return {
    conflict: stale || refused,
    error: refused ? null : error,
    busy: isPending,
    save: () => mutate({ text: draft.text, base: draft.base.hash }),
  };
}

const Unsaved = ({ onDiscard }: { readonly onDiscard: () => void }) => (
  <>
    <span className="small ink-warn">Not saved</span>
    <Button onClick={onDiscard}>Discard changes</Button>
  </>
);

function useSave(id: string | null, isNew: boolean, onSaved: (saved: Saved) => void) {
  const client = useQueryClient();
  const showCreated = useCreated();
  const endpoint = endpoints.playbook(id ?? '');
  return useMutation<PlaybookDetail, Error, SaveRequest>({
    mutationFn: async (request) => await send('PUT', endpoint, request),
    onSuccess: (detail) => {
      client.setQueryData([endpoint.path], detail);
      onSaved(detail);
      if (isNew) showCreated(detail.id);
    },
    onSettled: async () => await client.invalidateQueries(),
  });
}

/** Goes to the page of a new playbook, once nothing on this one is unsaved any more. */
function useCreated(): (id: string) => void {
  const [, navigate] = useLocation();
  const [created, setCreated] = useState<string | null>(null);
  useEffect(() => {
    if (created !== null) navigate(`/playbooks/${encodeURIComponent(created)}`, { replace: true });
  }, [created, navigate]);
  return setCreated;
}

function Verdict({ validation: { result, upToDate } }: { readonly validation: Validation }) {
  if (result === undefined || !upToDate)
    return <output className="editor-verdict dim small">Checking…</output>;
  const count = result.problems.length;
  return (
    <output className={`editor-verdict small ${result.ok ? 'ink-good' : 'ink-bad'}`}>
      <Icon name={result.ok ? 'check' : 'cross'} size={12} />{' '}
      {result.ok ? 'It compiles' : count === 1 ? '1 problem' : `${count} problems`}
    </output>
  );
}
