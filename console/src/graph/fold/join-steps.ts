import { type Machine, mergeWays, OTHERWISE, type State, type Way } from '../machine.ts';
import { describeStep } from './describe-step.ts';
import { groupOf, partsOf } from './state-names.ts';

/**
 * One node for all states of a step; the states that end the machine are one too. A step that is unfolded holds its
 * states as a machine of its own.
 */
export function joinSteps(machine: Machine, unfolded: ReadonlySet<string>): Machine {
  const groups = Map.groupBy(machine.states, ({ id }) => groupOf(id));
  return {
    startAt: groupOf(machine.startAt),
    states: [...groups].map(([id, members]) => joinStates(id, members, unfolded)),
  };
}

function joinStates(id: string, members: readonly State[], unfolded: ReadonlySet<string>): State {
  const machines = members.flatMap((member) => member.machines.map((inner) => joinSteps(inner, unfolded)));
  return {
    id,
    title: id.replace(/:$/, ''),
    ...describeStep(members),
    members: members.flatMap(({ members: names }) => names),
    ways: joinWays(id, members),
    machines: unfolded.has(id) && machines.length === 0 ? [machineOf(members)] : machines,
  };
}

/** The states of a step by themselves: what leads out of it ends it. */
function machineOf(members: readonly State[]): Machine {
  const own = new Set(members.map(({ id }) => id));
  const within = (to: string | null) => (to !== null && own.has(to) ? to : null);
  return {
    startAt: members[0]?.id ?? '',
    states: members.map((state) => ({
      ...state,
      title: partsOf(state.id).phase ?? state.title,
      ways: mergeWays(state.ways.map((way) => ({ ...way, to: within(way.to) }))),
    })),
  };
}

/** The ways out of the step. One that is taken anyway hides the same one after a failure. */
function joinWays(id: string, members: readonly State[]): Way[] {
  const ways = members.flatMap((member) => member.ways.map((way) => readWay(member, way)));
  const outward = mergeWays(
    ways
      .map((way) => ({ ...way, to: way.to === null ? null : groupOf(way.to) }))
      .filter(({ to }) => to !== id),
  );
  const normal = new Set(outward.filter(({ failure }) => !failure).map(({ to }) => to));
  return outward.filter(({ failure, to }) => !failure || !normal.has(to));
}

/** What a way of one state is to the whole step: which phases speak of failure, and which condition is the playbook's. */
function readWay({ id }: State, way: Way): Way {
  const { phase } = partsOf(id);
  const whenStopped = phase === 'Joined' && way.label !== null && way.label !== OTHERWISE;
  const failure = way.failure || phase === 'Fail' || phase === 'Failed' || whenStopped;
  return { ...way, failure, label: phase === 'Choose' && !failure ? way.label : null };
}
