import type { Path } from '../../json-pointer.ts';
import type { Steps } from '../schema.ts';
import { actionVariables } from './action.ts';
import { describeFailure } from './failure.ts';
import { type AslObject, type Build, failureVariable, outcomeVariable, type Scope } from './frame.ts';
import { catchEverything } from './tasks.ts';
import { actionsOf, declaredBy } from './walk.ts';

/** A branch or processor, as ASL has it. */
export interface Machine extends AslObject {
  readonly StartAt: string;
  readonly States: AslObject;
}

export interface Room {
  readonly build: Build;
  readonly scope: Scope;
  readonly path: Path;
  /** Goes before the names of its own states: `both[0]: `. */
  readonly prefix: string;
  /** What else the first state assigns. */
  readonly assign?: AslObject;
}

/** The scope one level below, before any of its own steps. */
export function openScope(outer: Scope, more: Partial<Pick<Scope, 'at' | 'siblings' | 'items'>> = {}): Scope {
  return { ...outer, ...more, depth: outer.depth + 1 };
}

/**
 * Steps with variables of their own: `Start` sets them all, so that none is ever read unset; `Done` gives
 * on what failed and, to the scope around it, the outcomes.
 */
export function compileScope(steps: Steps, { build, scope, path, prefix, assign }: Room): Machine {
  const done = `${prefix}Done`;
  const body = build.compileSteps(steps, { build, scope, path, next: done, stop: done });
  const outcomes = steps.flatMap(declaredBy).map((id) => [id, `{% $${outcomeVariable(scope, id)} %}`]);
  const Start = {
    Type: 'Pass',
    Assign: { [failureVariable(scope)]: null, ...assign, ...unset(steps, scope) },
    Next: body.entry,
  };
  const Done = {
    Type: 'Pass',
    Output: {
      failure: `{% $${failureVariable(scope)} %}`,
      ...(scope.depth > 0 && { steps: Object.fromEntries(outcomes) }),
    },
    End: true,
  };
  return { StartAt: `${prefix}Start`, States: { [`${prefix}Start`]: Start, ...body.states, [done]: Done } };
}

function unset(steps: Steps, scope: Scope): AslObject {
  const outcomes = steps.flatMap(declaredBy).map((id) => [outcomeVariable(scope, id), null]);
  return Object.assign(Object.fromEntries(outcomes), ...actionsOf(steps).map(actionVariables));
}

/**
 * A scope beside others. A bad expression in Choice, Pass or Wait cannot be caught where it stands and would
 * end the siblings too: so the steps stand in a Parallel of one branch, and what it catches is given on as
 * a failure. `label` names the container in it.
 */
export function guardScope(label: string, steps: Steps, room: Room): Machine {
  const { prefix } = room;
  const outcomes = Object.fromEntries(steps.flatMap(declaredBy).map((id) => [id, null]));
  const failure = describeFailure(label, '$states.errorOutput', false);
  return {
    StartAt: `${prefix}Guard`,
    States: {
      [`${prefix}Guard`]: {
        Type: 'Parallel',
        Branches: [compileScope(steps, room)],
        Output: '{% $states.result[0] %}',
        Catch: catchEverything({ Output: { failure, steps: outcomes }, Next: `${prefix}Broken` }),
        End: true,
      },
      [`${prefix}Broken`]: { Type: 'Pass', End: true },
    },
  };
}
