import type { ActionSpec } from '../../core/action-spec.ts';

/** A spec for readers that know actions by id only: its `target` checks the parameters first. */
export function toEntry<P>(spec: ActionSpec<P>): ActionSpec {
  return {
    ...spec,
    target: (parameters, incident) => spec.target(spec.parameters.parse(parameters), incident),
  };
}
