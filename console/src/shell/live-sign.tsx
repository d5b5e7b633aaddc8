import type { LiveState } from '../api/live.ts';

const words: Readonly<Record<LiveState, readonly [label: string, title: string]>> = {
  live: ['Live', 'Changes are shown as they happen.'],
  polling: ['Every 5 s', 'Changes are asked for every five seconds.'],
  connecting: ['Not connected', 'The server cannot be reached; trying again. What is shown may be old.'],
};

/** How fresh what one sees is. */
export function LiveSign({ state }: { readonly state: LiveState }) {
  const [label, title] = words[state];
  return (
    <output className={`live live-${state}`} title={title}>
      <span aria-hidden="true" className="live-dot" />
      {label}
    </output>
  );
}
