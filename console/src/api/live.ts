import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Session } from '../../../core/api/session.ts';
import { throttle } from './throttle.ts';

/** How changes become known now: told at once, asked for, or not at all because the server is not there. */
export type LiveState = 'live' | 'polling' | 'connecting';

const atMostEveryMs = 500;
const pollEveryMs = 5000;
/** How many pages of a list are asked for again by themselves; longer ones stay as they are until one asks. */
const mostPages = 3;

const isLong = (data: unknown): boolean =>
  typeof data === 'object' &&
  data !== null &&
  'pages' in data &&
  Array.isArray(data.pages) &&
  data.pages.length > mostPages;

/** Asks again for what is on the screen, but for lists that are scrolled far down. */
const refresh = (client: QueryClient): void =>
  void client.invalidateQueries({ predicate: ({ state }) => !isLong(state.data) });

/** Keeps what is shown true: by server-sent events where the server has them, else by asking again. */
export function useLive(live: Session['live']): LiveState {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>(live === 'poll' ? 'polling' : 'connecting');
  useEffect(() => {
    const changed = throttle(() => refresh(client), atMostEveryMs);
    return live === 'poll' ? poll(changed) : listen(changed, setState);
  }, [client, live]);
  return state;
}

function poll(changed: () => void): () => void {
  const timer = setInterval(() => {
    if (!document.hidden) changed();
  }, pollEveryMs);
  return () => clearInterval(timer);
}

/** A stream that the browser gives up on (a proxy cut it, the server has too many) is replaced by asking again. */
function listen(changed: () => void, setState: (state: LiveState) => void): () => void {
  const source = new EventSource('/api/live');
  let stop: (() => void) | null = null;
  source.addEventListener('open', () => {
    setState('live');
    // What changed while nobody listened was not told.
    changed();
  });
  source.addEventListener('changed', changed);
  source.addEventListener('error', () => {
    if (source.readyState !== EventSource.CLOSED) return setState('connecting');
    setState('polling');
    stop ??= poll(changed);
  });
  return () => {
    source.close();
    stop?.();
  };
}
