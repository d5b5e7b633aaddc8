import type { Asl, AslObject } from './frame.ts';

/** Leaves out the states that nothing leads to, at every level (such as what a step that goes on
 * when it fails would do to stop). */
export function pruneStates(machine: AslObject): AslObject {
  const states = machine['States'] as Record<string, AslObject>;
  const reached = new Set<string>();
  const queue = [machine['StartAt'] as string];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const state = states[name];
    if (state === undefined || reached.has(name)) continue;
    reached.add(name);
    queue.push(...targetsOf(state));
  }
  const kept = Object.entries(states).filter(([name]) => reached.has(name));
  return { ...machine, States: Object.fromEntries(kept.map(([name, state]) => [name, pruneWithin(state)])) };
}

function pruneWithin(state: AslObject): AslObject {
  const { Branches, ItemProcessor } = state;
  return {
    ...state,
    ...(Array.isArray(Branches) && { Branches: (Branches as AslObject[]).map(pruneStates) }),
    ...(ItemProcessor !== undefined && { ItemProcessor: pruneStates(ItemProcessor as AslObject) }),
  };
}

function targetsOf(state: AslObject): string[] {
  const rules = [state, ...listOf(state['Choices']), ...listOf(state['Catch'])];
  return rules
    .flatMap((rule) => [rule['Next'], rule['Default']])
    .filter((name): name is string => typeof name === 'string');
}

const listOf = (value: Asl | undefined) => (Array.isArray(value) ? (value as AslObject[]) : []);
