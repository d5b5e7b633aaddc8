import { type Machine, mergeWays, type State } from '../machine.ts';

/** Leaves out the passes that set variables at the start of a scope and collect them at its end. */
export function bypassPlumbing(machine: Machine): Machine {
  const targets = new Map(machine.states.filter(isPlumbing).map(({ id, ways }) => [id, ways[0]?.to ?? null]));
  const past = (to: string | null): string | null => {
    const target = to === null ? undefined : targets.get(to);
    return target === undefined ? to : past(target);
  };
  return {
    startAt: past(machine.startAt) ?? machine.startAt,
    states: machine.states
      .filter(({ id }) => !targets.has(id))
      .map((state) => ({
        ...state,
        ways: mergeWays(state.ways.map((way) => ({ ...way, to: past(way.to) }))),
        machines: state.machines.map(bypassPlumbing),
      })),
  };
}

/** Named by core/playbook/compile/scope.ts. No step can be: after its id a phase follows. */
const isPlumbing = ({ id, kind }: State): boolean =>
  kind === 'Pass' && /^(.*\]: )?(Start|Done|Broken)$/.test(id);
