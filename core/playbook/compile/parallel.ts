import type { StepOf } from '../schema.ts';
import { catchFailure } from './failure.ts';
import { type AslObject, type Fragment, type Frame, labelOf, outcomeVariable } from './frame.ts';
import { joinedState, joinedStatus, joinFailures } from './join.ts';
import { guardScope, openScope } from './scope.ts';
import { declaredBy } from './walk.ts';

/** Branches catch their own errors, so that none stops another; their outcomes are merged at the join. */
export function compileParallel(step: StepOf<'parallel'>, frame: Frame): Fragment {
  const { build, scope, path } = frame;
  const entry = `${step.id}: Branches`;
  const branches = step.parallel.map((steps, index) =>
    guardScope(labelOf(scope, step.id), steps, {
      build,
      scope: openScope(scope),
      path: [...path, 'parallel', index],
      prefix: `${step.id}[${index}]: `,
    }),
  );
  return {
    entry,
    states: {
      [entry]: {
        Type: 'Parallel',
        Branches: branches,
        Assign: {
          ...mergeOutcomes(step, frame),
          [outcomeVariable(scope, step.id)]: { ...joinedStatus, result: null },
          ...joinFailures(step, frame),
        },
        Output: {},
        Catch: catchFailure(step, frame),
        Next: `${step.id}: Joined`,
      },
      [`${step.id}: Joined`]: joinedState(frame),
    },
  };
}

function mergeOutcomes(step: StepOf<'parallel'>, { scope }: Frame): AslObject {
  const merged = step.parallel.flatMap((steps, index) =>
    steps
      .flatMap(declaredBy)
      .map((id) => [outcomeVariable(scope, id), `{% $states.result[${index}].steps.${id} %}`]),
  );
  return Object.fromEntries(merged) as AslObject;
}
