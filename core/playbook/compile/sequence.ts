import { kindOf, type Step, type StepKind, type StepOf, type Steps } from '../schema.ts';
import { compileAction } from './action.ts';
import { compileApproval } from './approval.ts';
import { compileChoice } from './choice.ts';
import { choose } from './choose.ts';
import { compileForEach } from './for-each.ts';
import {
  type AslObject,
  type Fragment,
  type Frame,
  outcomeVariable,
  type Scope,
  type StepCompiler,
} from './frame.ts';
import { compileNestedPlaybook } from './nested-playbook.ts';
import { compileNotify } from './notify.ts';
import { compileParallel } from './parallel.ts';
import { compileExpression } from './values.ts';
import { compileWait } from './wait.ts';
import { declaredBy } from './walk.ts';

/** A new kind of step is a file and a line here. */
const compilers: { readonly [K in StepKind]: StepCompiler<StepOf<K>> } = {
  action: compileAction,
  approval: compileApproval,
  notify: compileNotify,
  wait: compileWait,
  choice: compileChoice,
  parallel: compileParallel,
  forEach: compileForEach,
  playbook: compileNestedPlaybook,
};

/** Steps one after another. `frame` is that of the sequence: its path, and what follows the last step. */
export function compileSequence(steps: Steps, frame: Frame): Fragment {
  const scopes = scopesAlong(steps, frame.scope);
  let entry = frame.next;
  const states: AslObject[] = [];
  for (const [index, step] of [...steps.entries()].reverse()) {
    const scope = scopes[index] ?? frame.scope;
    const fragment = compileStep(step, { ...frame, scope, path: [...frame.path, index], next: entry });
    entry = fragment.entry;
    states.unshift(fragment.states);
  }
  return { entry, states: Object.assign({}, ...states) as AslObject };
}

/** The step's own states, after the Choice that its `when` makes. */
function compileStep(step: Step, frame: Frame): Fragment {
  const compiler = compilers[kindOf(step)] as StepCompiler<Step>;
  const fragment = compiler(step, frame);
  if (step.when === undefined) return fragment;
  const entry = `${step.id}: When`;
  const condition = compileExpression(step.when, ['when'], frame);
  const when = choose([{ when: condition, next: fragment.entry }], { next: frame.next });
  return { entry, states: { [entry]: when, ...fragment.states } };
}

/** The scope at each step: it reads those before it. */
function scopesAlong(steps: Steps, start: Scope): Scope[] {
  let scope = start;
  return steps.map((step) => {
    const here = scope;
    const names = declaredBy(step).map((id) => [id, outcomeVariable(scope, id)] as const);
    scope = { ...scope, steps: new Map([...scope.steps, ...names]) };
    return here;
  });
}
