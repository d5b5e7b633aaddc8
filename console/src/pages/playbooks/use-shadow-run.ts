import { useMutation } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ShadowRequest, ShadowResult } from '../../../../core/api/playbooks.ts';
import { send } from '../../api/client.ts';
import { endpoints } from '../../api/endpoints.ts';

export type Subject = ShadowRequest['finding'];

export interface ShadowState {
  readonly start: (subject: Subject) => void;
  readonly running: boolean;
  readonly error: Error | null;
  readonly result: ShadowResult | null;
  /** Whether the result is of the text as it stands. */
  readonly current: boolean;
  /** The states that it came through; null where the text has changed since. */
  readonly entered: ReadonlySet<string> | null;
}

/** Has the server rehearse a text on a finding. Nothing is changed by it, so nothing on the screen is asked for again. */
export function useShadowRun(text: string): ShadowState {
  const { mutate, data, variables, isPending, error } = useMutation<ShadowResult, Error, ShadowRequest>({
    mutationFn: async (request) => await send('POST', endpoints.shadowRun, request),
  });
  const current = data !== undefined && variables?.text === text;
  const entered = useMemo(() => (current ? new Set(data.entered) : null), [current, data]);
  return {
    start: (finding) => mutate({ text, finding }),
    running: isPending,
    error,
    result: data ?? null,
    current,
    entered,
  };
}
