import type { Catalog } from '../action-spec.ts';
import { checkPlaybook } from './check/check-playbook.ts';
import type { AslObject, Build, PlacedAction } from './compile/frame.ts';
import { compileMachine } from './compile/machine.ts';
import { pruneStates } from './compile/prune.ts';
import { compileSequence } from './compile/sequence.ts';
import { walkSteps } from './compile/walk.ts';
import { type Problem, sortProblems } from '../problem/problem.ts';
import type { Playbook, StepOf } from './schema.ts';

export type Compiled =
  | {
      readonly ok: true;
      /** A Standard state machine in JSONata, complete but for the placeholders. */
      readonly definition: AslObject;
      /** `${…}` in it, without the braces: functions and state machines (see protocol.ts). */
      readonly placeholders: readonly string[];
    }
  | { readonly ok: false; readonly errors: readonly Problem[] };

/** Step Functions takes definitions of at most 1 MB. */
const LONGEST_DEFINITION = 1_048_576;

/**
 * Turns a playbook into ASL that Step Functions accepts as it stands. `broken`: steps that
 * `parsePlaybook` has already complained about.
 */
export function compile(
  playbook: Playbook,
  catalog: Catalog,
  broken: ReadonlySet<string> = new Set(),
): Compiled {
  const build = prepare(playbook, catalog, broken);
  const machine = compileMachine(build);
  const problems = unique([...checkPlaybook(playbook, catalog, broken), ...build.problems]);
  if (problems.length > 0) return { ok: false, errors: sortProblems(problems) };
  const definition = pruneStates(machine);
  const text = JSON.stringify(definition);
  if (text.length > LONGEST_DEFINITION) return { ok: false, errors: [tooLong(text.length)] };
  const placeholders = new Set([...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name));
  return { ok: true, definition, placeholders: [...placeholders].sort() };
}

function prepare(playbook: Playbook, catalog: Catalog, broken: ReadonlySet<string>): Build {
  const actions = new Map<string, PlacedAction>();
  const approvals = new Map<string, StepOf<'approval'>>();
  const allSteps = new Set(broken);
  for (const { step, path } of walkSteps(playbook.steps)) {
    allSteps.add(step.id);
    if ('action' in step) actions.set(step.id, { step, path });
    if ('approval' in step) for (const name of step.approval.for) approvals.set(name, step);
  }
  const compileSteps = compileSequence;
  return { playbook, catalog, problems: [], allSteps, broken, actions, approvals, compileSteps };
}

/** The same expression may be compiled twice: where it stands, and in a question about it. */
function unique(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [`${problem.pointer} ${problem.message}`, problem])).values()];
}

function tooLong(length: number): Problem {
  return {
    pointer: '/steps',
    message: `compile to a definition of ${length} characters, and the limit is ${LONGEST_DEFINITION}`,
    value: undefined,
    remedy: 'move some of them to a playbook of their own and run it with a playbook step',
  };
}
