import { pointTo } from './problems.ts';
import type { BranchDefinition, StateDefinition } from './schema.ts';

/** A state with where it stands and the scope that holds it. */
export interface StatePlace {
  readonly name: string;
  readonly state: StateDefinition;
  readonly pointer: string;
}

export interface ScopePlace {
  readonly scope: BranchDefinition;
  readonly pointer: string;
}

export const statesOf = ({ scope, pointer }: ScopePlace): readonly StatePlace[] =>
  Object.entries(scope.States).map(([name, state]) => ({
    name,
    state,
    pointer: pointTo(pointer, 'States', name),
  }));

/** The branches of a Parallel, the processor of a Map. */
export function innerScopesOf({ state, pointer }: StatePlace): readonly ScopePlace[] {
  if (state.Type === 'Parallel') {
    return state.Branches.map((scope, index) => ({ scope, pointer: pointTo(pointer, 'Branches', index) }));
  }
  if (state.Type !== 'Map') return [];
  const field = state.ItemProcessor ? 'ItemProcessor' : 'Iterator';
  const scope = state[field];
  return scope ? [{ scope, pointer: pointTo(pointer, field) }] : [];
}

/** Every scope, outer ones first. */
export function* walkScopes(place: ScopePlace): Generator<ScopePlace> {
  yield place;
  for (const state of statesOf(place)) for (const inner of innerScopesOf(state)) yield* walkScopes(inner);
}
