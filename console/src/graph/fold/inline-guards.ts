import type { Machine, State } from '../machine.ts';

/** Puts the states of a Parallel of one branch, which is there to catch what is thrown in it, where it stands. */
export function inlineGuards(machine: Machine): Machine {
  const inner = machine.states.map((state) => ({ ...state, machines: state.machines.map(inlineGuards) }));
  return inner.filter(isGuard).reduce(inline, { ...machine, states: inner });
}

const isGuard = ({ id, machines }: State): boolean =>
  machines.length === 1 && (id === 'Steps' || id.endsWith(']: Guard'));

function inline({ startAt, states }: Machine, guard: State): Machine {
  const [body] = guard.machines;
  if (body === undefined) return { startAt, states };
  const onward = guard.ways.filter(({ failure }) => !failure);
  const bodyStates = body.states.map((state) => ({
    ...state,
    ways: state.ways.flatMap((way) => (way.to === null ? onward : [way])),
  }));
  const enter = (to: string | null) => (to === guard.id ? body.startAt : to);
  return {
    startAt: startAt === guard.id ? body.startAt : startAt,
    states: states.flatMap((state) =>
      state.id === guard.id
        ? bodyStates
        : [{ ...state, ways: state.ways.map((way) => ({ ...way, to: enter(way.to) })) }],
    ),
  };
}
