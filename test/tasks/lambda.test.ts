import { afterEach, describe, expect, it, vi } from 'vitest';
import { Busy } from '../../core/errors.ts';
import { readStream } from '../../tasks/deliver/read-stream.ts';
import type { Arrival } from '../../tasks/intake/index.ts';
import { createReadQueue } from '../../tasks/intake/read-queue.ts';
import { readEnvironment } from '../../tasks/lambda/environment.ts';
import { toHandler } from '../../tasks/lambda/handler.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe('the environment of a function', () => {
  it('names all that is missing or wrong at once, with the value and the remedy', () => {
    vi.stubEnv('TOURNIQUET_TABLE', undefined);
    vi.stubEnv('TOURNIQUET_MACHINES', 'triage');
    expect(() => readEnvironment('TOURNIQUET_TABLE', 'TOURNIQUET_MACHINES')).toThrow(
      'TOURNIQUET_TABLE is not set; TOURNIQUET_MACHINES is no ARN of states: "triage"; deploy the function with the CDK app',
    );
  });

  it('gives what was asked for', () => {
    vi.stubEnv('TOURNIQUET_TABLE', 'tourniquet');
    expect(readEnvironment('TOURNIQUET_TABLE')).toEqual({ TOURNIQUET_TABLE: 'tourniquet' });
  });
});

describe('a function', () => {
  const logged = (): Record<string, unknown>[] => {
    const lines: Record<string, unknown>[] = [];
    for (const method of ['info', 'error'] as const) {
      vi.spyOn(console, method).mockImplementation((line: string) => void lines.push(JSON.parse(line)));
    }
    vi.stubEnv('POWERTOOLS_DEV', 'true');
    return lines;
  };
  const run = { incident: 'inc-1', revision: 1, playbook: 'isolate', execution: 'arn' };

  it('opens its task once, and anew after it could not', async () => {
    logged();
    const open = vi.fn(async () => async () => ({ done: true }));
    open.mockRejectedValueOnce(new Error('not yet'));
    const handler = toHandler('ask', open);
    await expect(handler({})).rejects.toThrow('not yet');
    await Promise.all([handler({}), handler({})]);
    expect(open).toHaveBeenCalledTimes(2);
  });

  it('logs which incident it was about, and never a task token, a code or anything else of the event', async () => {
    const lines = logged();
    const handler = toHandler('ask', () => async () => ({ link: 'LINK-SECRET' }));
    await handler({ run, step: 'ok', token: 'TOKEN-SECRET', message: 'MESSAGE-SECRET' });
    expect(lines).toEqual([
      expect.objectContaining({
        message: 'done',
        service: 'ask',
        incident: 'inc-1',
        playbook: 'isolate',
        step: 'ok',
      }),
    ]);
    expect(JSON.stringify(lines)).not.toContain('SECRET');
  });

  it('fails with the error as it is, by whose name the state machine goes, and logs no stack', async () => {
    const lines = logged();
    const handler = toHandler('score', () => async () => {
      throw new Busy('try again');
    });
    await expect(handler({ incident: 'inc-1', token: 'TOKEN-SECRET' })).rejects.toThrow(Busy);
    expect(lines).toEqual([
      expect.objectContaining({ incident: 'inc-1', errorName: 'Busy', errorMessage: 'try again' }),
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/SECRET|lambda\.test/);
  });
});

describe('a batch of the intake queue', () => {
  const event = { id: 'e-1', account: '111122223333', source: 'aws.guardduty', detail: {} };
  const record = (messageId: string, body: unknown) => ({
    messageId,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const read = async (records: object[], fail: (arrival: Arrival) => boolean = () => false) => {
    const arrivals: Arrival[] = [];
    const failures: string[] = [];
    const readQueue = createReadQueue({
      intake: async (arrival) => {
        if (fail(arrival)) throw new Busy('the table cannot answer now');
        arrivals.push(arrival);
        return { findings: [], rejected: [] };
      },
      failed: (messageId) => failures.push(messageId),
    });
    return { reply: await readQueue({ Records: records }), arrivals, failures };
  };

  it('takes in each event under the id that EventBridge gave it, byte for byte', async () => {
    const { reply, arrivals } = await read([record('m-1', event), record('m-2', { ...event, id: 'e-2' })]);
    expect(reply).toEqual({ batchItemFailures: [] });
    expect(arrivals.map(({ delivery }) => delivery)).toEqual(['e-1', 'e-2']);
    expect(arrivals[0]).toMatchObject({
      label: 'aws.guardduty',
      origin: { via: 'eventbridge', account: '111122223333', trusted: true },
    });
    expect(new TextDecoder().decode(arrivals[0]?.bytes)).toBe(JSON.stringify(event));
  });

  it('keeps back what failed and nothing else', async () => {
    const { reply, arrivals, failures } = await read(
      [record('m-1', event), record('m-2', { ...event, id: 'e-2' })],
      ({ delivery }) => delivery === 'e-1',
    );
    expect(reply).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-1' }] });
    expect(arrivals).toHaveLength(1);
    expect(failures).toEqual(['m-1']);
  });

  it.each(['{', '[]', '{"id":""}', 'null'])(
    'takes in %s too, untrusted, for the dead letters',
    async (body) => {
      const { arrivals } = await read([record('m-1', body)]);
      expect(arrivals).toEqual([
        expect.objectContaining({
          delivery: 'm-1',
          origin: { via: 'eventbridge', account: null, trusted: false },
        }),
      ]);
    },
  );
});

it.each([
  [
    'messages, each once',
    [{ pk: 'MESSAGE#m-1' }, { pk: 'MESSAGE#m-1' }, { pk: 'MESSAGE#a#b' }],
    ['m-1', 'a#b'],
  ],
  ['nothing else', [{ pk: 'INCIDENT#inc-1' }], []],
])("reads from the table's stream %s", (_what, keys, messages) => {
  const Records = keys.map(({ pk }) => ({ dynamodb: { Keys: { pk: { S: pk }, sk: { S: 'META' } } } }));
  expect(readStream({ Records })).toEqual({ messages });
});

it('takes a schedule for no stream', () => {
  expect(readStream({ source: 'aws.scheduler' })).toBeNull();
});
