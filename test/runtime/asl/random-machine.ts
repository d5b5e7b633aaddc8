import fc from 'fast-check';
import type { Json, JsonObject } from '../../../core/json.ts';
import type { InvokeTask } from '../../../runtime/asl/index.ts';
import type { ManualClock } from '../../support/manual-clock.ts';

/** The shape of a random machine; `toDefinition` gives its states their names. */
type Shape =
  | { readonly kind: 'pass'; readonly assign: boolean }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'task'; readonly failures: number; readonly attempts: number; readonly caught: boolean }
  | { readonly kind: 'fail' }
  | {
      readonly kind: 'parallel';
      readonly branches: readonly (readonly Shape[])[];
      readonly handlers: Handlers;
    }
  | {
      readonly kind: 'map';
      readonly items: number;
      readonly concurrency: number;
      readonly body: readonly Shape[];
      readonly handlers: Handlers;
    };
interface Handlers {
  readonly retries: number;
  readonly caught: boolean;
}

const handlers = fc.record({ retries: fc.nat(2), caught: fc.boolean() });
const shapes = fc.letrec<{ shape: Shape; line: Shape[] }>((tie) => ({
  shape: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({ kind: fc.constant('pass' as const), assign: fc.boolean() }),
    fc.record({ kind: fc.constant('wait' as const), seconds: fc.nat(9) }),
    fc.record({
      kind: fc.constant('task' as const),
      failures: fc.nat(3),
      attempts: fc.nat(3),
      caught: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant('parallel' as const),
      branches: fc.array(tie('line'), { minLength: 1, maxLength: 3 }),
      handlers,
    }),
    fc.record({
      kind: fc.constant('map' as const),
      items: fc.nat(4),
      concurrency: fc.nat(3),
      body: tie('line'),
      handlers,
    }),
    fc.record({ kind: fc.constant('fail' as const) }),
  ),
  line: fc.array(tie('shape'), { minLength: 1, maxLength: 3 }),
}));

/** A definition of random shape, with the failures of its tasks by state name. */
export interface RandomMachine {
  readonly definition: Json;
  readonly failures: ReadonlyMap<string, number>;
}

export const randomMachine: fc.Arbitrary<RandomMachine> = shapes.line.map((line) => {
  const failures = new Map<string, number>();
  const naming = { count: 0, failures };
  return { definition: { QueryLanguage: 'JSONata', ...toScope(line, naming) }, failures };
});

interface Naming {
  count: number;
  readonly failures: Map<string, number>;
}

function toScope(
  line: readonly Shape[],
  naming: Naming,
): { readonly StartAt: string; readonly States: Json } {
  const end = line.findIndex(({ kind }) => kind === 'fail');
  const kept = end < 0 ? line : line.slice(0, end + 1);
  const names = kept.map(({ kind }) => `${kind}${(naming.count += 1)}`);
  const states = kept.map((shape, index) => {
    const name = names[index] ?? '';
    const next = names[index + 1];
    const flow = next === undefined ? { End: true } : { Next: next };
    return [name, toState({ shape, name, flow, naming })] as const;
  });
  return { StartAt: names[0] ?? '', States: Object.fromEntries(states) };
}

interface Place {
  readonly shape: Shape;
  readonly name: string;
  readonly flow: JsonObject;
  readonly naming: Naming;
}

/** Every failure says the same: which of two branches fails first, in one moment, is not to matter. */
const FAILURE = { Error: 'E', Cause: 'as told' };

function toState({ shape, name, flow, naming }: Place): Json {
  switch (shape.kind) {
    case 'pass':
      return {
        Type: 'Pass',
        ...(shape.assign ? { Assign: { [name]: '{% $count([$states.input]) %}' } } : {}),
        ...flow,
      };
    case 'wait':
      return { Type: 'Wait', Seconds: shape.seconds, Output: `${name} waited`, ...flow };
    case 'fail':
      return { Type: 'Fail', ...FAILURE };
    case 'task':
      naming.failures.set(name, shape.failures);
      return {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Arguments: { state: name, retries: '{% $states.context.State.RetryCount %}' },
        Retry: [{ ErrorEquals: ['E'], MaxAttempts: shape.attempts, IntervalSeconds: 2, BackoffRate: 1.5 }],
        ...catching(shape.caught, flow),
        ...flow,
      };
    case 'parallel':
      return {
        Type: 'Parallel',
        Branches: shape.branches.map((branch) => toScope(branch, naming)),
        ...handling(shape.handlers, flow),
        ...flow,
      };
    case 'map':
      return {
        Type: 'Map',
        Items: Array.from({ length: shape.items }, (_, index) => index),
        MaxConcurrency: shape.concurrency,
        ItemProcessor: toScope(shape.body, naming),
        ...handling(shape.handlers, flow),
        ...flow,
      };
  }
}

/** What is caught goes on where the state would; at the end of a scope there is nowhere to go. */
function catching(caught: boolean, flow: JsonObject): JsonObject {
  if (!caught || !('Next' in flow)) return {};
  return {
    Catch: [
      { ErrorEquals: ['States.ALL'], Output: '{% $states.errorOutput.Error %}', Next: flow['Next'] ?? '' },
    ],
  };
}

const handling = ({ retries, caught }: Handlers, flow: JsonObject): JsonObject => ({
  Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: retries, IntervalSeconds: 3 }],
  ...catching(caught, flow),
});

/**
 * Tasks that take a second each, and fail as often as the machine says. Asked again for the same work, after a
 * crash, they end when they would have.
 */
export function createTasks(machine: RandomMachine, clock: ManualClock): InvokeTask {
  const due = new Map<number, number>();
  return ({ state, attempt, parameters, scheduledId }) =>
    new Promise((resolve, reject) => {
      const at = due.get(scheduledId) ?? clock.now() + 1000;
      due.set(scheduledId, at);
      clock.setTimer(at, () => {
        const failed = attempt <= (machine.failures.get(state) ?? 0);
        if (failed) reject({ error: FAILURE.Error, cause: FAILURE.Cause });
        else resolve({ output: parameters });
      });
    });
}
