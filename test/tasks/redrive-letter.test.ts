import { beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../core/json.ts';
import type { DeadLetter } from '../../core/records/dead-letters.ts';
import { createRedriveLetter, type RedriveLetterPorts } from '../../tasks/redrive-letter/index.ts';
import { readRedrive, redriveName } from '../../tasks/redrive-letter/redrive-name.ts';
import { createDeadLetter } from '../../tasks/dead-letter/index.ts';
import { createIngest, type IngestPorts } from '../../tasks/ingest/index.ts';
import { createIntake } from '../../tasks/intake/index.ts';
import { batchOf, openIngest } from '../support/ingest.ts';
import { call, makeExaminer } from '../core/ingest/records.ts';
import { makeRule } from '../support/log-records.ts';
import guardDuty from '../support/findings/guardduty-ec2.json' with { type: 'json' };

let world: ReturnType<typeof openIngest>;
/** What ingestion is when letters are tried again: somebody mended it, or not. */
let mended: Partial<IngestPorts>;
beforeEach(() => {
  world = openIngest({ rules: [makeRule()] });
  mended = {};
});

function redrive(id: string, ports: Partial<RedriveLetterPorts> = {}): Promise<DeadLetter> {
  const nothingSeen = {
    has: async (ids: readonly string[]) => ids.map(() => false),
    add: async () => undefined,
  };
  return createRedriveLetter({
    ...world,
    intake: createIntake(world),
    ingestAgain: (isKept, refused) =>
      createIngest({
        ...world.ports,
        ...mended,
        ...(isKept ? { lake: { append: async () => undefined }, seen: nothingSeen } : {}),
        reject: async (_, again) => refused(again),
      }),
    ...ports,
  })(id, 'ana');
}

const letters = async () => await world.stores.deadLetters.list();
const onlyLetter = async (): Promise<DeadLetter> => {
  const [letter, ...others] = await letters();
  if (letter === undefined || others.length > 0) throw new Error('there is not one letter');
  return letter;
};
/** An examiner that takes what the usual one refuses: one record for whatever comes. */
const lenient: IngestPorts['examiner'] = {
  open: () => (bytes) =>
    makeExaminer().open()(Buffer.from(JSON.stringify({ text: Buffer.from(bytes).toString('latin1') }))),
};

describe('a record that could not be read', () => {
  it('goes into the lake once it can be, and the letter stays with who tried it', async () => {
    await world.ingest(batchOf('b1', ['{"a":', { fine: 1 }]));
    mended = { examiner: lenient };
    const { id } = await onlyLetter();
    expect(await redrive(id)).toMatchObject({ attempts: 2, ended: { how: 'redriven', by: 'ana' } });
    expect(world.lake.rows()).toHaveLength(2);
    expect(await letters()).toEqual([]);
    const { items } = await world.stores.deadLetters.newestEnded({ limit: 9 });
    expect(items.map((letter) => letter.id)).toEqual([id]);
  });

  it('stays with one try more where it still cannot be', async () => {
    await world.ingest(batchOf('b1', ['{"a":']));
    const before = await onlyLetter();
    for (const attempts of [2, 3])
      expect(await redrive(before.id)).toMatchObject({ id: before.id, reason: before.reason, attempts });
    expect(await onlyLetter()).toMatchObject({ attempts: 3, tried: [{ by: 'ana' }, { by: 'ana' }] });
  });

  it('leaves behind of many what still cannot be read', async () => {
    const garbage = Array.from({ length: 60 }, (_, n) => (n === 55 ? '"good"' : `garbage-${n}`));
    await world.ingest(batchOf('b1', garbage));
    const rest = (await letters()).find(({ parts }) => (parts?.length ?? 0) > 1);
    mended = {
      examiner: {
        open: () => (bytes) =>
          (Buffer.from(bytes).toString() === '"good"' ? lenient : makeExaminer()).open()(bytes),
      },
    };
    const tried = await redrive(rest?.id ?? '');
    expect(rest?.parts).toHaveLength(10);
    expect(tried).toMatchObject({ attempts: 2, reason: expect.stringMatching(/^9 records; the first: /) });
    expect(tried.parts).toEqual(rest?.parts?.filter((_, index) => index !== 5));
    expect(world.lake.rows()).toHaveLength(1);
  });

  it('is read by the header of its flow log', async () => {
    const header = Buffer.from('version account-id action start');
    await world.ingest({ ...batchOf('b1', ['2 111122223333']), header });
    mended = {
      examiner: {
        open() {
          const examine = makeExaminer().open();
          return (bytes) =>
            examine(Buffer.from(`${Buffer.from(bytes).toString().replace(/333$/, '333 REJECT 1700000000')}`));
        },
      },
    };
    await redrive((await onlyLetter()).id);
    expect(world.lake.rows()).toMatchObject([{ event_type: 'REJECT', account: '111122223333' }]);
  });

  it('waits where its bytes are gone', async () => {
    await world.ingest(batchOf('b1', ['{"a":']));
    const { id } = await onlyLetter();
    const raw = { ...world.raw, get: async () => null };
    await expect(redrive(id, { raw })).rejects.toThrow(
      `the original of dead letter ${id} was not kept, or is gone`,
    );
    expect(await onlyLetter()).toMatchObject({ attempts: 1 });
  });
});

it('a hit that no finding could be made of is looked at again, and its record not kept twice', async () => {
  const stopped = { ...call, eventID: 'e1' };
  const failing = createIngest({
    ...world.ports,
    detect: async ({ hits }) => ({
      findings: [],
      refused: hits.map((hit) => ({ hit, reason: 'no account' })),
    }),
  });
  await failing(batchOf('b1', [stopped]));
  expect(await redrive((await onlyLetter()).id)).toMatchObject({ ended: { how: 'redriven' } });
  expect(world.triages).toHaveLength(1);
  expect(world.lake.rows()).toHaveLength(1);
});

describe('an event that could not be normalised', () => {
  const arrive = async (event: JsonObject | string) =>
    await createIntake(world)({
      bytes: Buffer.from(typeof event === 'string' ? event : JSON.stringify(event)),
      delivery: 'd1',
      origin: { via: 'eventbridge', account: '111122223333', trusted: true },
      label: 'aws.guardduty',
    });

  it('is taken in again as it came, trusted no more than it was', async () => {
    await arrive('{');
    const asked: unknown[] = [];
    const intake: RedriveLetterPorts['intake'] = async (arrival) => {
      asked.push({ ...arrival, bytes: Buffer.from(arrival.bytes).toString() });
      return { findings: [], rejected: [] };
    };
    expect(await redrive((await onlyLetter()).id, { intake })).toMatchObject({ ended: { how: 'redriven' } });
    expect(asked).toEqual([
      {
        bytes: '{',
        delivery: 'd1',
        origin: { via: 'eventbridge', account: '111122223333', trusted: true },
        label: 'aws.guardduty',
      },
    ]);
  });

  it('stays where it is refused again', async () => {
    await arrive('{');
    expect(await redrive((await onlyLetter()).id)).toMatchObject({ attempts: 2 });
    expect(await onlyLetter()).not.toHaveProperty('ended');
  });
});

describe('a finding whose triage failed', () => {
  const fail = async (delivery: string): Promise<void> => {
    const task = createDeadLetter(world);
    await task({
      stage: 'Score',
      ref: { delivery, index: 0 },
      finding: 'f',
      error: 'States.Timeout',
      cause: '',
    });
  };
  beforeEach(async () => {
    await createIntake(world)({
      bytes: Buffer.from(JSON.stringify(guardDuty)),
      delivery: 'd1',
      origin: { via: 'file', account: null, trusted: true },
      label: 'test',
    });
    await fail('d1');
  });

  it('is triaged anew', async () => {
    const { id } = await onlyLetter();
    expect(await redrive(id)).toMatchObject({ queue: 'processing', attempts: 2, ended: { how: 'redriven' } });
    expect(world.triages).toHaveLength(2);
    expect(await world.stores.deliveries.get({ delivery: redriveName(id, 2), index: 0 })).not.toBeNull();
  });

  it('is the same letter when that fails again, whoever tells it first, and however often', async () => {
    const { id } = await onlyLetter();
    await redrive(id);
    await fail(redriveName(id, 2));
    await fail(redriveName(id, 2));
    const again = await onlyLetter();
    expect(again).toMatchObject({ id, attempts: 2, reason: 'States.Timeout: ', tried: [{ by: 'ana' }] });
    expect(again).not.toHaveProperty('ended');
    // It fails before the attempt is noted.
    const executions = {
      start: async ({ input }: { readonly input: JsonObject }) => {
        await fail((input['ref'] as { readonly delivery: string }).delivery);
        return 'started' as const;
      },
    };
    expect(await redrive(id, { executions })).toMatchObject({ attempts: 3 });
    expect(await onlyLetter()).toMatchObject({ id, attempts: 3 });
    expect(await redrive(id)).toMatchObject({ attempts: 4, ended: { how: 'redriven' } });
  });
});

it('what waits no longer is not tried again, nor what is not there', async () => {
  await world.ingest(batchOf('b1', ['{"a":']));
  const { id } = await onlyLetter();
  const ended = { how: 'dropped', by: 'kim', at: '2026-11-20T12:00:00.000Z' } as const;
  await world.stores.deadLetters.change(id, (letter) => letter && { ...letter, ended });
  await expect(redrive(id)).rejects.toThrow(
    `dead letter ${id} was dropped by kim at 2026-11-20T12:00:00.000Z; it waits no longer`,
  );
  await expect(redrive('none')).rejects.toThrow('there is no dead letter none');
});

it.each([
  ['redrive-0123456789abcdef01234567-2', { letter: '0123456789abcdef01234567', attempt: 2 }],
  ['redrive-0123456789abcdef01234567', null],
  ['batch-redrive-0123456789abcdef01234567-2', null],
])('reads of the delivery %s what it tries again', (delivery, expected) => {
  expect(readRedrive(delivery)).toEqual(expected);
});
