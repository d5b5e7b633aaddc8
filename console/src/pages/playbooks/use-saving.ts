import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import type { PlaybookDetail, SaveRequest } from '../../../../core/api/playbooks.ts';
import { ApiError } from '../../api/api-error.ts';
import { send } from '../../api/client.ts';
import { endpoints } from '../../api/endpoints.ts';
import type { Saved } from './draft.ts';
import { idOf } from './template.ts';
import type { DraftState } from './use-draft.ts';
import type { Validation } from './use-validation.ts';

export interface Saving {
  /** The playbook that it is saved as; null: a new one whose text says no id yet. */
  readonly target: string | null;
  /** Whether there is nothing in the way: the text is in order, and nobody else saved another. */
  readonly ready: boolean;
  /** Somebody else saved another: no error, for there is something to do about it. */
  readonly conflict: boolean;
  readonly error: Error | null;
  readonly busy: boolean;
  readonly save: () => void;
}

/** Saving a draft. `id` null: it is a new playbook, which takes the id that its text says. */
export function useSaving(
  id: string | null,
  { draft, stale, reset }: DraftState,
  validation: Validation,
): Saving {
  const target = id ?? idOf(draft.text);
  const { mutate, error, variables, isPending } = useSave(target, id === null, reset);
  // Until the draft goes on from theirs.
  const refused = isConflict(error) && variables?.base === draft.base.hash;
  const conflict = stale || refused;
  const inOrder = validation.upToDate && validation.result?.ok === true;
  return {
    target,
    ready: inOrder && target !== null && !conflict,
    conflict,
    error: isConflict(error) ? null : error,
    busy: isPending,
    save: () => mutate({ text: draft.text, base: draft.base.hash }),
  };
}

const isConflict = (error: Error | null): boolean => error instanceof ApiError && error.status === 409;

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
