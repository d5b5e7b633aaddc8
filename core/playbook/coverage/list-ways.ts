import type { Catalog } from '../../action-spec.ts';
import { walkSteps } from '../compile/walk.ts';
import { kindOf, type Playbook, type Step, type StepKind, type StepOf } from '../schema.ts';

/** One thing that cases can show of a playbook. */
export interface Way {
  readonly kind: 'step' | 'branch' | 'undo';
  readonly step: string;
  /** In words; with the step it is the key by which `traceRun` says that it was gone. */
  readonly way: string;
}

/** The words are told to people, and are the same wherever a way is named. */
export const ways = {
  runs: 'runs',
  whenTrue: 'when is true',
  whenFalse: 'when is false',
  chosen: (index: number) => `choice ${index} is taken`,
  otherwise: 'no choice is taken',
  items: 'forEach has an item',
  noItems: 'forEach has no item',
  branch: (index: number) => `branch ${index} runs`,
  approved: 'a person says yes',
  rejected: 'a person says no',
  expired: 'nobody answers',
  fails: 'fails',
  undone: 'is undone',
} as const;

export const wayKey = ({ step, way }: Pick<Way, 'step' | 'way'>): string => `${step}: ${way}`;

/** The ids of the steps that ran. */
export const stepsIn = (keys: ReadonlySet<string>): readonly string[] =>
  [...keys].filter((key) => key.endsWith(`: ${ways.runs}`)).map((key) => key.split(': ', 1).join(''));

/** Stands for the whole playbook where its own `onFailure` is meant. */
export const wholePlaybook = 'playbook';

/**
 * All that cases should show of a playbook: each step, each way that it can branch, each undo. A step that says what
 * follows its failure branches there too, where a case can let it fail.
 */
export function listWays({ steps, onFailure }: Playbook, catalog: Catalog): readonly Way[] {
  const all = [...walkSteps(steps)].map(({ step }) => step);
  return [
    ...all.map(({ id }): Way => ({ kind: 'step', step: id, way: ways.runs })),
    ...all.flatMap((step) => branchesOf(step).map((way): Way => ({ kind: 'branch', step: step.id, way }))),
    ...(onFailure === 'rollback'
      ? [{ kind: 'branch', step: wholePlaybook, way: ways.fails } satisfies Way]
      : []),
    ...all.flatMap((step): Way[] =>
      'action' in step && catalog.get(step.action)?.undo === 'reversible'
        ? [{ kind: 'undo', step: step.id, way: ways.undone }]
        : [],
    ),
  ];
}

const branches: { readonly [K in StepKind]?: (step: StepOf<K>) => readonly string[] } = {
  approval: () => [ways.approved, ways.rejected, ways.expired],
  choice: ({ choice }) => [...choice.map((_, index) => ways.chosen(index)), ways.otherwise],
  parallel: ({ parallel }) => parallel.map((_, index) => ways.branch(index)),
  forEach: () => [ways.items, ways.noItems],
};

/** No case can let a pause fail, nor what another playbook is answerable for. */
const cannotFail: ReadonlySet<StepKind> = new Set(['wait', 'playbook']);

function branchesOf(step: Step): readonly string[] {
  const kind = kindOf(step);
  const own = branches[kind] as ((step: Step) => readonly string[]) | undefined;
  return [
    ...(step.when === undefined ? [] : [ways.whenTrue, ways.whenFalse]),
    ...(own?.(step) ?? []),
    ...(step.onFailure === undefined || cannotFail.has(kind) ? [] : [ways.fails]),
  ];
}
