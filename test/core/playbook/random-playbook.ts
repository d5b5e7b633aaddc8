import fc from 'fast-check';

/** A step as the model runs it; `toJson` turns it into the language. */
export interface Node {
  readonly id: string;
  readonly kind: 'action' | 'notify' | 'wait' | 'choice' | 'parallel' | 'forEach' | 'playbook';
  readonly when: 'absent' | 'true' | 'false' | 'bad';
  readonly onFailure: 'stop' | 'continue' | 'rollback' | undefined;
  /** Whether its own work fails. */
  readonly fails: boolean;
  readonly inner: readonly (readonly Node[])[];
  /** choice: the rule that is true, or none; forEach: how many items. */
  readonly pick: number;
  /** An action that an approval before it asks about. */
  readonly asked: boolean;
}

type Draft = Omit<Node, 'id' | 'inner'> & { readonly inner: readonly (readonly Draft[])[] };

const options = {
  when: fc.oneof(
    { weight: 6, arbitrary: fc.constant<Node['when']>('absent') },
    fc.constantFrom<Node['when']>('true', 'false', 'bad'),
  ),
  onFailure: fc.constantFrom<Node['onFailure']>(
    undefined,
    undefined,
    'stop',
    'continue',
    'continue',
    'rollback',
  ),
  fails: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
  pick: fc.integer({ min: 0, max: 2 }),
  asked: fc.boolean(),
};

const { sequence } = fc.letrec<{ sequence: Draft[]; step: Draft }>((tie) => ({
  sequence: fc.array(tie('step'), { minLength: 1, maxLength: 3, depthIdentifier: 'steps' }),
  step: fc.oneof(
    { depthSize: 'small', maxDepth: 3, depthIdentifier: 'steps' },
    leaf('action'),
    leaf('notify'),
    leaf('wait'),
    leaf('playbook'),
    container('choice', tie('sequence'), 2),
    container('parallel', tie('sequence'), 2),
    container('forEach', tie('sequence'), 1),
  ),
}));

function leaf(kind: Node['kind']): fc.Arbitrary<Draft> {
  return fc.record({ ...options, kind: fc.constant(kind), inner: fc.constant([]) });
}

function container(kind: Node['kind'], steps: fc.Arbitrary<unknown>, count: number): fc.Arbitrary<Draft> {
  const inner = fc.array(steps, { minLength: count, maxLength: count }) as fc.Arbitrary<Draft[][]>;
  return fc.record({ ...options, kind: fc.constant(kind), inner });
}

/** Steps with ids, which are unique. */
export const randomSteps: fc.Arbitrary<readonly Node[]> = sequence.map((drafts) => {
  let last = 0;
  const name = (draft: Draft): Node => ({
    ...draft,
    id: `s${(last += 1)}`,
    inner: draft.inner.map((steps) => steps.map(name)),
  });
  return drafts.map(name);
});

const conditions = { true: '{% true %}', false: '{% false %}', bad: '{% $finding.actor.name %}' };

export function toJson(steps: readonly Node[]): object[] {
  return steps.flatMap((node) => {
    const { id, when, onFailure, kind } = node;
    const head = {
      id,
      ...(when !== 'absent' && { when: conditions[when] }),
      ...(onFailure && { onFailure }),
    };
    const approval = { id: `ask_${id}`, approval: { for: [id], message: 'Well?' } };
    const step = { ...head, ...bodies[kind](node) };
    return kind === 'action' && node.asked ? [approval, step] : [step];
  });
}

const bodies: Readonly<Record<Node['kind'], (node: Node) => object>> = {
  action: () => ({ action: 's3.block-public-access', with: { bucketName: '{% $finding.title %}' } }),
  notify: ({ id }) => ({ notify: { message: id } }),
  wait: () => ({ wait: 'PT1M' }),
  playbook: ({ id }) => ({ playbook: `other-${id}` }),
  choice: ({ inner, pick }) => ({
    choice: inner.map((steps, index) => ({ when: `{% ${String(index === pick)} %}`, steps: toJson(steps) })),
  }),
  parallel: ({ inner }) => ({ parallel: inner.map(toJson) }),
  forEach: ({ id, inner, pick }) => ({
    forEach: { items: `{% [1..${pick}] %}`, as: `item_${id}`, steps: toJson(inner[0] ?? []) },
  }),
};

/** What the steps should do: written for plainness, to be compared with what the machine does. */
export interface Expected {
  /** Steps that were begun: `s3`, or `s3[0]` in forEach. */
  readonly begun: ReadonlySet<string>;
  readonly status: 'completed' | 'failed' | 'rolled-back';
}

/** Why a sequence ended before its end. Broken: by a bad expression, which only the scope around it catches. */
type Failure = 'stopped' | 'rollback' | 'broken' | undefined;

export function expectSteps(steps: readonly Node[]): Expected {
  const begun = new Set<string>();
  const failure = runSequence(steps, '', begun);
  const status = failure === undefined ? 'completed' : failure === 'rollback' ? 'rolled-back' : 'failed';
  return { begun, status };
}

function runSequence(steps: readonly Node[], at: string, begun: Set<string>): Failure {
  for (const node of steps) {
    if (node.kind === 'action' && node.asked) begun.add(`ask_${node.id}${at}`);
    if (node.when === 'bad') return 'broken';
    if (node.when === 'false') continue;
    const failure = conclude(node, runStep(node, at, begun));
    if (failure !== undefined) return failure;
  }
  return undefined;
}

/** What the failure of a step is to the sequence. */
function conclude({ onFailure = 'stop' }: Node, failure: Failure): Failure {
  if (failure !== 'stopped') return failure;
  return { stop: 'stopped', continue: undefined, rollback: 'rollback' }[onFailure] as Failure;
}

function runStep(node: Node, at: string, begun: Set<string>): Failure {
  const { id, kind, fails, inner, pick } = node;
  begun.add(`${id}${at}`);
  if (kind === 'choice') return runSequence(inner[pick] ?? [], at, begun);
  if (kind === 'parallel') return join(inner.map((steps) => runSequence(steps, at, begun)));
  if (kind === 'forEach') {
    const items = Array.from({ length: pick }, (_, index) => `${at}[${index}]`);
    return join(items.map((item) => runSequence(inner[0] ?? [], item, begun)));
  }
  return fails && kind !== 'wait' ? 'stopped' : undefined;
}

/** All branches have run. */
function join(failures: readonly Failure[]): Failure {
  if (failures.includes('rollback')) return 'rollback';
  return failures.some((failure) => failure !== undefined) ? 'stopped' : undefined;
}
