import type { Machine } from './machine.ts';

/** The machine as it goes when nothing fails: without Catch, and without what only a failure leads to. */
export function hideFailures({ startAt, states }: Machine): Machine {
  const kept = states.map((state) => ({
    ...state,
    ways: state.ways.filter(({ failure }) => !failure),
    machines: state.machines.map(hideFailures),
  }));
  const reached = reach({ startAt, states: kept });
  return { startAt, states: kept.filter(({ id }) => reached.has(id)) };
}

function reach({ startAt, states }: Machine): ReadonlySet<string> {
  const byId = new Map(states.map((state) => [state.id, state]));
  const reached = new Set<string>();
  const queue = [startAt];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    queue.push(...(byId.get(id)?.ways ?? []).flatMap(({ to }) => to ?? []));
  }
  return reached;
}
