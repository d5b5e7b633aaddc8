import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { runStateMachine, type InvokeTask } from '../../runtime/asl/index.ts';
import { createManualClock } from '../support/manual-clock.ts';

/** What a task answers, attempt by attempt; the last answer is given again. `never` settles only when aborted. */
const Answer = z.union([
  z.strictObject({ output: z.json() }),
  z.strictObject({ submitted: z.json(), output: z.json() }),
  z.strictObject({ error: z.string().optional(), cause: z.string().optional() }),
  z.literal('never'),
  z.literal('echo'),
]);
type Answer = z.infer<typeof Answer>;

const Case = z.strictObject({
  name: z.string(),
  /** The states of a JSONata machine that starts with the first one. */
  states: z.record(z.string(), z.json()).optional(),
  /** A whole definition, where it matters. */
  definition: z.json().optional(),
  /** The Output of a machine of one Pass. */
  expression: z.string().optional(),
  input: z.json().optional(),
  tasks: z.record(z.string(), z.array(Answer)).optional(),
  /** The Arguments that each task is called with, in order. */
  calls: z.array(z.tuple([z.string(), z.json()])).optional(),
  /** Seconds that pass until the end. */
  seconds: z.number().optional(),
  output: z.json().optional(),
  status: z.enum(['SUCCEEDED', 'FAILED', 'TIMED_OUT']).optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
  /** The definition is refused, for this. */
  refused: z.strictObject({ pointer: z.string(), reason: z.string() }).optional(),
  /** Types of the history's events; one Pass where absent. */
  events: z.array(z.string()).optional(),
});
type Case = z.infer<typeof Case>;

function toDefinition(given: Case): unknown {
  if (given.definition !== undefined) return given.definition;
  const states = given.states ?? { Pass: { Type: 'Pass', Output: `{% ${given.expression} %}`, End: true } };
  return { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states };
}

function toInvokeTask(given: Case, calls: [string, unknown][]): InvokeTask {
  const counts = new Map<string, number>();
  return async ({ state, parameters, signal, onSubmitted }) => {
    calls.push([state, parameters]);
    const answers = given.tasks?.[state] ?? ['echo'];
    const count = counts.get(state) ?? 0;
    counts.set(state, count + 1);
    const answer = answers[Math.min(count, answers.length - 1)];
    if (answer === 'echo' || answer === undefined) return { output: parameters };
    if (answer === 'never') {
      return await new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('aborted')));
      });
    }
    if ('submitted' in answer) onSubmitted(answer.submitted);
    if ('output' in answer) return { output: answer.output };
    throw answer;
  };
}

async function run(given: Case) {
  const clock = createManualClock();
  const started = clock.now();
  const calls: [string, unknown][] = [];
  let result: Awaited<ReturnType<typeof runStateMachine>> | undefined;
  const running = runStateMachine({
    definition: toDefinition(given),
    input: given.input,
    invokeTask: toInvokeTask(given, calls),
    executionName: 'case',
    clock,
    random: () => 0.5,
  }).then((ended) => {
    result = ended;
  });
  await Promise.race([running, clock.runUntil(() => result !== undefined)]);
  await running;
  return { result, calls, seconds: (clock.now() - started) / 1000 };
}

const ONE_PASS = ['ExecutionStarted', 'PassStateEntered', 'PassStateExited', 'ExecutionSucceeded'];
const ONE_PASS_FAILED = ['ExecutionStarted', 'PassStateEntered', 'EvaluationFailed', 'ExecutionFailed'];

async function checkRefusal(given: Case, refused: NonNullable<Case['refused']>): Promise<void> {
  const problem = { pointer: refused.pointer, reason: expect.stringContaining(refused.reason) };
  await expect(run(given)).rejects.toMatchObject({ problems: expect.arrayContaining([problem]) });
}

/** What stands in the case is expected; a case with an error or a cause fails, others succeed unless they say. */
function toExpectation({ error, cause, output, calls, seconds, status, events }: Case): unknown {
  const failed = error !== undefined || cause !== undefined;
  return {
    status: status ?? (failed ? 'FAILED' : 'SUCCEEDED'),
    events: events ?? (failed ? ONE_PASS_FAILED : ONE_PASS),
    ...(failed ? { error, cause } : {}),
    ...(output === undefined ? {} : { output }),
    ...(calls ? { calls } : {}),
    ...(seconds === undefined ? {} : { seconds }),
  };
}

async function check(given: Case): Promise<void> {
  if (given.refused) return checkRefusal(given, given.refused);
  const { result, calls, seconds } = await run(given);
  const output: unknown = JSON.parse(result?.output ?? 'null');
  const events = result?.history.map(({ type }) => type);
  expect({ ...result, output, events, calls, seconds }).toMatchObject(toExpectation(given) as object);
  if (given.output !== undefined) expect(output).toEqual(given.output);
  return undefined;
}

const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.json'));

describe.each(files)('%s', (file) => {
  const cases = z.array(Case).parse(JSON.parse(readFileSync(`${import.meta.dirname}/${file}`, 'utf8')));
  it.each(cases.map((given) => [given.name, given] as const))('%s', async (_name, given) => {
    await check(given);
  });
});

it('the corpus has 250 cases at least, each with a name of its own', () => {
  const names = files.flatMap((file) => {
    const cases = JSON.parse(readFileSync(`${import.meta.dirname}/${file}`, 'utf8')) as {
      readonly name: string;
    }[];
    return cases.map(({ name }) => `${file} ${name}`);
  });
  expect(names.length).toBeGreaterThanOrEqual(250);
  expect(new Set(names).size).toBe(names.length);
});
