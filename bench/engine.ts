import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  createEngine,
  createMemoryStore,
  createSqliteStore,
  createSystemClock,
  type Engine,
  type InvokeTask,
} from '../runtime/asl/index.ts';
import { openDatabase } from '../runtime/store/database.ts';
import { measureYardstick } from './aws-local-stepfunctions.ts';
import type { Figure } from './figure.ts';

/** Five states, as in most steps of a workflow: shape, decide, shape again, call, end. */
const FIVE_STATES = {
  QueryLanguage: 'JSONata',
  StartAt: 'Shape',
  States: {
    Shape: {
      Type: 'Pass',
      Assign: { id: '{% $states.input.id %}' },
      Output: { id: '{% $states.input.id %}', score: '{% $states.input.score %}' },
      Next: 'Decide',
    },
    Decide: {
      Type: 'Choice',
      Choices: [{ Condition: '{% $states.input.score >= 70 %}', Next: 'High' }],
      Default: 'Call',
    },
    High: { Type: 'Pass', Output: { id: '{% $id %}', level: 'HIGH' }, Next: 'Call' },
    Call: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: 'f', Payload: '{% $states.input %}' },
      Output: '{% $states.result.Payload %}',
      Next: 'Done',
    },
    Done: { Type: 'Succeed' },
  },
};
const TRANSITIONS = 5;
const WAITING = {
  QueryLanguage: 'JSONata',
  StartAt: 'Wait',
  States: { Wait: { Type: 'Wait', Seconds: 86_400, End: true } },
};
const INPUT = JSON.stringify({ id: 'finding-1', score: 80, source: 'aws.guardduty' });

const answer: InvokeTask = ({ parameters }) =>
  Promise.resolve({ output: { ExecutedVersion: '$LATEST', StatusCode: 200, Payload: parameters } });

interface Home {
  readonly engine: Engine;
  readonly close: () => void;
}

function openHome(durable: boolean): Home {
  const options = { clock: createSystemClock(), invokeTask: answer };
  if (!durable) {
    const engine = createEngine({ ...options, store: createMemoryStore() });
    return { engine, close: () => engine.close() };
  }
  const folder = mkdtempSync(join(tmpdir(), 'tourniquet-bench-'));
  const database = openDatabase(join(folder, 'engine.db'));
  const engine = createEngine({ ...options, store: createSqliteStore(database) });
  return {
    engine,
    close() {
      engine.close();
      database.close();
      rmSync(folder, { recursive: true });
    },
  };
}

interface Pace {
  /** Transitions a second. */
  readonly rate: number;
  /** Microseconds of this thread's CPU for a transition: unlike the rate, other work on the machine hardly changes it. */
  readonly cpu: number;
}

/** How fast transitions are, with so many executions at once. */
async function measurePace(durable: boolean, atOnce: number, total: number): Promise<Pace> {
  const { engine, close } = openHome(durable);
  const { stateMachineArn } = await engine.registerStateMachine({ name: 'bench', definition: FIVE_STATES });
  let started = 0;
  const work = async (): Promise<void> => {
    while (started < total) {
      started += 1;
      const ended = await engine.waitForEnd(await engine.start({ stateMachineArn, input: INPUT }));
      if (ended.status !== 'SUCCEEDED') throw new Error(`${ended.status}: ${ended.cause}`);
    }
  };
  const before = process.threadCpuUsage();
  const began = performance.now();
  await Promise.all(Array.from({ length: atOnce }, work));
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.threadCpuUsage(before);
  close();
  const transitions = total * TRANSITIONS;
  return { rate: Math.round(transitions / seconds), cpu: (user + system) / transitions };
}

/** Bytes of heap for each execution that waits. */
async function measureMemory(waiting: number): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const { engine, close } = openHome(true);
  const { stateMachineArn } = await engine.registerStateMachine({ name: 'bench', definition: WAITING });
  collect();
  const before = process.memoryUsage().heapUsed;
  await Promise.all(Array.from({ length: waiting }, () => engine.start({ stateMachineArn, input: INPUT })));
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  const after = process.memoryUsage().heapUsed;
  close();
  return Math.round((after - before) / waiting);
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

async function repeatPace(durable: boolean, atOnce: number, total: number): Promise<Pace> {
  const paces: Pace[] = [];
  for (let round = 0; round < 3; round += 1) paces.push(await measurePace(durable, atOnce, total));
  return { rate: median(paces.map(({ rate }) => rate)), cpu: median(paces.map(({ cpu }) => cpu)) };
}

async function repeat(measure: () => Promise<number>): Promise<number> {
  const values: number[] = [];
  for (let round = 0; round < 3; round += 1) values.push(await measure());
  return median(values);
}

/** What a transition costs on SQLite, with more and more executions at once. */
async function benchPaces(): Promise<readonly Figure[]> {
  const inSequence = await repeatPace(true, 1, 4000);
  const at100 = await repeatPace(true, 100, 10_000);
  const at1000 = await repeatPace(true, 1000, 20_000);
  const at20000 = await repeatPace(true, 20_000, 20_000);
  const paces = Object.entries({
    'in sequence': inSequence,
    '100 at once': at100,
    '1,000 at once': at1000,
    '20,000 at once': at20000,
  });
  const unit = 'transitions/s';
  return [
    ...paces.map(([name, { rate }]) => ({ name: `SQLite, ${name}`, value: rate, unit, goal: '≥ 10,000' })),
    ...paces.map(([name, { cpu }]) => ({ name: `CPU of a transition, ${name}`, value: cpu, unit: 'µs' })),
    {
      name: 'CPU of a transition, 20,000 / 100 at once',
      value: at20000.cpu / at100.cpu,
      unit: 'x',
      goal: '≤ 1.5',
    },
    { name: 'CPU of a transition, in sequence / 100 at once', value: inSequence.cpu / at100.cpu, unit: 'x' },
  ];
}

/**
 * Measures the state machine engine: transitions a second, and memory for executions that wait. The yardstick
 * runs the same five states in memory and keeps no history; here every figure is with full history.
 */
export async function benchEngine(): Promise<readonly Figure[]> {
  await measurePace(false, 100, 5000);
  await measureYardstick(100, 5000);
  const yardstickInSequence = await repeat(() => measureYardstick(1, 10_000));
  const yardstickAt100 = await repeat(() => measureYardstick(100, 10_000));
  const { rate: memoryInSequence } = await repeatPace(false, 1, 10_000);
  const { rate: memoryAt100 } = await repeatPace(false, 100, 10_000);
  const durable = await benchPaces();
  const waiting = await measureMemory(20_000);
  const unit = 'transitions/s';
  return [
    { name: 'yardstick aws-local-stepfunctions, in sequence', value: yardstickInSequence, unit },
    { name: 'yardstick aws-local-stepfunctions, 100 at once', value: yardstickAt100, unit },
    { name: 'in memory, in sequence', value: memoryInSequence, unit, goal: '≥ 40,000' },
    { name: 'in memory, 100 at once', value: memoryAt100, unit, goal: '≥ 40,000' },
    { name: 'in memory / yardstick, in sequence', value: memoryInSequence / yardstickInSequence, unit: 'x' },
    { name: 'in memory / yardstick, 100 at once', value: memoryAt100 / yardstickAt100, unit: 'x' },
    ...durable,
    { name: 'heap for each of 20,000 waiting', value: waiting, unit: 'bytes', goal: '≤ 10,240' },
  ];
}
