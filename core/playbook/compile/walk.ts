import type { Path } from '../../json-pointer.ts';
import type { Step, StepKind, StepOf, Steps } from '../schema.ts';
import { kindOf } from '../schema.ts';

/** Steps within a step, and where they stand under it. */
interface Inner {
  readonly steps: Steps;
  readonly at: Path;
}

const inner: { readonly [K in StepKind]?: (step: StepOf<K>) => readonly Inner[] } = {
  choice: ({ choice, otherwise }) => [
    ...choice.map(({ steps }, index) => ({ steps, at: ['choice', index, 'steps'] })),
    ...(otherwise ? [{ steps: otherwise, at: ['otherwise'] }] : []),
  ],
  parallel: ({ parallel }) => parallel.map((steps, index) => ({ steps, at: ['parallel', index] })),
  forEach: ({ forEach }) => [{ steps: forEach.steps, at: ['forEach', 'steps'] }],
};

function innerSteps(step: Step): readonly Inner[] {
  const find = inner[kindOf(step)] as ((step: Step) => readonly Inner[]) | undefined;
  return find?.(step) ?? [];
}

export interface Place {
  readonly step: Step;
  readonly path: Path;
  /** The sequence that it stands in, and where. */
  readonly sequence: Steps;
  readonly index: number;
  /** The names of the items of the enclosing forEach steps, outermost first. */
  readonly items: readonly string[];
}

/** Every step of a playbook, in the order of the file. */
export function* walkSteps(
  sequence: Steps,
  path: Path = ['steps'],
  items: readonly string[] = [],
): Generator<Place> {
  for (const [index, step] of sequence.entries()) {
    const here = [...path, index];
    yield { step, path: here, sequence, index, items };
    const within = 'forEach' in step ? [...items, step.forEach.as] : items;
    for (const { steps, at } of innerSteps(step)) yield* walkSteps(steps, [...here, ...at], within);
  }
}

/**
 * The steps whose outcome can be read in the scope of `step` once it has ended: itself, those of a choice
 * and, merged at the join, those of the branches of a parallel. Iterations of forEach keep theirs.
 */
export function declaredBy(step: Step): readonly string[] {
  if ('forEach' in step) return [step.id];
  return [step.id, ...innerSteps(step).flatMap(({ steps }) => steps.flatMap(declaredBy))];
}

/** The actions whose states stand in the scope of these steps: directly, or in a choice. */
export function actionsOf(steps: Steps): readonly string[] {
  return steps.flatMap((step) => {
    if ('action' in step) return [step.id];
    return 'choice' in step ? innerSteps(step).flatMap((within) => actionsOf(within.steps)) : [];
  });
}
