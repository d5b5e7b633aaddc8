import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIngest } from '../../../tasks/ingest/index.ts';
import { createOnce } from '../../../tasks/ingest/once.ts';
import { readBatches } from '../../../tasks/ingest/read-batches.ts';
import { envelope } from '../../support/envelope.ts';
import { batchOf, createMemoryLake, openIngest } from '../../support/ingest.ts';
import { call } from '../../core/ingest/records.ts';
import { makeRule } from '../../support/log-records.ts';

const callOf = (eventID: string, more: object = {}) => ({ ...call, eventID, ...more });
const deep = '{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000);

const poison: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
  ['a wrong byte', Buffer.from('{"a":"\xff"}', 'latin1'), /^it is not UTF-8: byte 0xFF at offset 6/],
  ['10,000 levels', deep, /^it is nested deeper than 100 levels/],
  ['__proto__', '{"__proto__":{"isAdmin":true}}', /^it has a key "__proto__" at the top/],
  ['a string of 1 MB', `{"a":"${'x'.repeat(1_048_576)}"}`, /^it has 1048584 bytes and the limit is 524288/],
  ['no JSON', '{"a":', /end/],
  ['a list', '[1]', /^it is a JSON array of 1/],
  ['a number', '12', /^it is a JSON number/],
  ['null', 'null', /^it is a JSON null/],
  ['nothing', ' ', /empty/],
];

describe('a batch with poison in it', () => {
  it.each(poison)('goes on behind %s, which is a dead letter with its bytes', async (_, bytes, reason) => {
    const { ingest, lake, stores, raw } = openIngest();
    const result = await ingest(batchOf('b1', [callOf('e1'), bytes, callOf('e2')]));
    expect(result).toMatchObject({
      accepted: 2,
      rejected: [{ index: 1, reason: expect.stringMatching(reason) }],
    });
    expect(lake.rows().map((row) => row.event_id)).toEqual(['e1', 'e2']);
    const [letter, ...others] = await stores.deadLetters.list();
    expect(others).toEqual([]);
    expect(letter).toMatchObject({
      queue: 'ingestion',
      stage: 'ingest',
      delivery: 'b1',
      index: 1,
      attempts: 1,
      reason: expect.stringMatching(reason),
    });
    expect(Buffer.from(bytes).equals((await raw.get(letter?.raw ?? '')) ?? Buffer.alloc(0))).toBe(true);
  });

  it.each([
    [
      'wrong types',
      { eventID: 7, eventTime: {}, userIdentity: 'root', sourceIPAddress: [], eventName: null },
    ],
    ['nothing in it', {}],
    ['what JavaScript calls things', { constructor: 1, toString: 'x', hasOwnProperty: [] }],
  ])('takes in a record with %s, as far as it can be read', async (_, record) => {
    const { ingest, lake } = openIngest();
    expect(await ingest(batchOf('b1', [record]))).toMatchObject({ accepted: 1, rejected: [] });
    expect(lake.rows().map((row) => JSON.parse(row.raw) as unknown)).toEqual([record]);
  });

  it('loses nothing, whatever is in it', async () => {
    const good = fc.integer({ min: 0, max: 5 }).map((n) => callOf(`e${n}`));
    const bad = fc.constantFrom(...poison.map(([, bytes]) => bytes).filter((bytes) => bytes.length < 9_999));
    const garbage = fc.uint8Array({ minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(good, bad, garbage), { maxLength: 12 }), async (records) => {
        const { ingest, lake, stores } = openIngest();
        const { accepted, repeated, rejected } = await ingest(batchOf('b1', records));
        expect(accepted + rejected.length).toBe(records.length);
        expect(lake.rows()).toHaveLength(accepted - repeated);
        expect(await stores.deadLetters.list()).toHaveLength(rejected.length);
      }),
      { numRuns: 50 },
    );
  });

  it('is one dead letter more when all of it is garbage, with every byte of it', async () => {
    const { ingest, stores, raw } = openIngest();
    const garbage = Array.from({ length: 500 }, (_, n) => `garbage-${n}`);
    expect((await ingest(batchOf('b1', garbage))).rejected).toHaveLength(500);
    const letters = await stores.deadLetters.list();
    expect(letters).toHaveLength(51);
    const rest = letters.find(({ parts }) => (parts?.length ?? 0) > 1);
    expect(rest).toMatchObject({ index: 50, reason: expect.stringMatching(/^450 records; the first: /) });
    const bytes = await raw.get(rest?.raw ?? '');
    const texts = rest?.parts?.map(({ offset, length }) =>
      new TextDecoder().decode(bytes?.subarray(offset, offset + length)),
    );
    expect(texts).toEqual(garbage.slice(50));
  });
});

describe('a record that comes again', () => {
  it('is kept once within a batch, between batches, and when its batch comes again', async () => {
    const { ingest, lake } = openIngest();
    const results = [
      await ingest(batchOf('b1', [callOf('e1'), callOf('e2'), callOf('e1')])),
      await ingest(batchOf('b2', [callOf('e2'), callOf('e3')])),
      await ingest(batchOf('b1', [callOf('e1'), callOf('e2'), callOf('e1')])),
    ];
    expect(results.map(({ accepted, repeated }) => [accepted, repeated])).toEqual([
      [3, 1],
      [2, 1],
      [3, 3],
    ]);
    expect(lake.rows().map((row) => row.event_id)).toEqual(['e1', 'e2', 'e3']);
  });

  it('is kept and looked into though somebody wrote another under its id before, in the batch or earlier', async () => {
    const forged = callOf('e1', { eventName: 'DescribeTrails' });
    for (const batches of [[[forged, callOf('e1')]], [[forged], [callOf('e1')]]]) {
      const { ingest, lake, triages } = openIngest({ rules: [makeRule()] });
      for (const [index, records] of batches.entries())
        expect(await ingest(batchOf(`b${index}`, records))).toMatchObject({ repeated: 0 });
      expect(lake.rows().map((row) => [row.event_id, row.action])).toEqual([
        ['e1', 'DescribeTrails'],
        ['e1', 'StopLogging'],
      ]);
      expect(triages).toHaveLength(1);
    }
  });

  it('is kept though its line of a flow log stood under another header before', async () => {
    const { ingest, lake } = openIngest();
    const line = '10.0.0.1 198.51.100.7 443';
    await ingest(batchOf('b1', ['dstaddr srcaddr dstport', line]));
    await ingest(batchOf('b2', ['srcaddr dstaddr dstport', line, line]));
    expect(lake.rows().map((row) => row.src_ip)).toEqual(['198.51.100.7', '10.0.0.1']);
  });

  it('is kept once when many bring it at the same time', async () => {
    const { ingest, lake } = openIngest();
    const batches = Array.from({ length: 20 }, (_, n) =>
      batchOf(`b${n}`, [callOf(`e${n}`), callOf(`e${n + 1}`)]),
    );
    await Promise.all(batches.map(ingest));
    const ids = lake.rows().map((row) => row.event_id);
    expect(ids).toHaveLength(21);
    expect(new Set(ids).size).toBe(21);
  });

  it('is kept once by whoever opens the store next', async () => {
    const first = openIngest();
    await first.ingest(batchOf('b1', [callOf('e1')]));
    const second = openIngest({ database: first.database });
    expect(await second.ingest(batchOf('b2', [callOf('e1')]))).toMatchObject({ accepted: 1, repeated: 1 });
    expect(second.lake.rows()).toEqual([]);
  });

  it('is kept by who brings it while the lake fails the first, whatever is sent again then', async () => {
    const lake = createMemoryLake();
    let fails = true;
    const append = async (batch: string, rows: Parameters<typeof lake.append>[1]) => {
      await Promise.resolve();
      if (batch === 'b1' && fails) throw new Error('the disk is full');
      await lake.append(batch, rows);
    };
    const { ingest } = openIngest({ ports: { lake: { append } } });
    const [first, second] = await Promise.allSettled([
      ingest(batchOf('b1', [callOf('e1'), callOf('e3')])),
      ingest(batchOf('b2', [callOf('e1'), callOf('e2')])),
    ]);
    expect(first).toMatchObject({ reason: expect.objectContaining({ message: 'the disk is full' }) });
    expect(second).toMatchObject({ value: { accepted: 2, repeated: 0 } });
    fails = false;
    expect(await ingest(batchOf('b1', [callOf('e1'), callOf('e3')]))).toMatchObject({ repeated: 1 });
    expect(lake.rows().map((row) => row.event_id)).toEqual(['e1', 'e2', 'e3']);
  });

  it('is never lost, whatever fails and is sent again, in whatever order', async () => {
    const batches = [
      ['b1', ['e1', 'e2']],
      ['b2', ['e2', 'e3']],
      ['b3', ['e3', 'e1', 'e4']],
    ] as const;
    const failures = fc.record({
      append: fc.array(fc.boolean(), { maxLength: 6 }),
      seen: fc.array(fc.boolean(), { maxLength: 6 }),
    });
    const sending = fc.array(fc.shuffledSubarray([...batches], { minLength: 1 }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(sending, failures, async (rounds, { append: appendFails, seen: seenFails }) => {
        const { ports, lake, ...world } = openIngest();
        const ingest = createIngest({
          ...ports,
          lake: {
            append: async (batch, rows) => {
              const fails = appendFails.shift();
              if (fails === undefined || !fails) await lake.append(batch, rows);
              if (fails !== undefined) throw new Error('before or after it was kept');
            },
          },
          seen: {
            ...ports.seen,
            add: async (ids) => {
              if (seenFails.shift() === true) throw new Error('before it was remembered');
              await ports.seen.add(ids);
            },
          },
        });
        const send = async (some: readonly (typeof batches)[number][]) =>
          await Promise.allSettled(
            some.map(([id, ids]) =>
              ingest(
                batchOf(
                  id,
                  ids.map((one) => callOf(one)),
                ),
              ),
            ),
          );
        for (const round of rounds) await send(round);
        // Whoever was not answered sends it again until they are.
        appendFails.splice(0);
        seenFails.splice(0);
        await send(batches);
        const kept = lake.rows().map((row) => row.event_id);
        expect([...new Set(kept)].toSorted()).toEqual(['e1', 'e2', 'e3', 'e4']);
        world.database.close();
      }),
      { numRuns: 100 },
    );
  });
});

it('waits for what others have in hand, and holds up nobody else', async () => {
  const kept: string[] = [];
  const once = createOnce({
    has: async (ids) => ids.map((id) => kept.includes(id)),
    add: async (ids) => void kept.push(...ids),
  });
  const gate = Promise.withResolvers<void>();
  const order: string[] = [];
  const keep = async (name: string, ids: readonly string[], wait = Promise.resolve()) =>
    await once.keep(ids, async (fresh) => {
      await wait;
      order.push(`${name}: ${[...fresh].join(' ')}`);
    });
  const work = [keep('first', ['a', 'b'], gate.promise), keep('second', ['b', 'c']), keep('third', ['d'])];
  await work[2];
  expect(order).toEqual(['third: d']);
  gate.resolve();
  await Promise.all(work);
  expect(order).toEqual(['third: d', 'first: a b', 'second: c']);
});

describe('what rules find', () => {
  it('is triaged, though a batch came again and again', async () => {
    const { ingest, triages, stores } = openIngest({ rules: [makeRule()] });
    const batch = batchOf('b1', [callOf('e1'), callOf('e2', { eventName: 'DescribeTrails' })]);
    expect(await ingest(batch)).toMatchObject({
      hits: { 'trail-stopped': 1 },
      findings: [expect.stringMatching(/^detection\//)],
    });
    expect(await ingest({ ...batch, id: 'b2' })).toMatchObject({
      repeated: 2,
      findings: [expect.any(String)],
    });
    expect(triages).toHaveLength(1);
    expect(await stores.deadLetters.list()).toEqual([]);
  });

  it('is triaged after a crash between the lake and the triage', async () => {
    const { ports, ...world } = openIngest({ rules: [makeRule()] });
    const failing = openIngest({
      ports: { ...ports, detect: async () => await Promise.reject(new Error('killed')) },
    });
    await expect(failing.ingest(batchOf('b1', [callOf('e1')]))).rejects.toThrow('killed');
    expect(world.lake.rows()).toHaveLength(1);
    await world.ingest(batchOf('b1', [callOf('e1')]));
    expect(world.triages).toHaveLength(1);
    expect(world.lake.rows()).toHaveLength(1);
  });

  it('is a dead letter where no finding can be made of it', async () => {
    const { ingest, stores, raw } = openIngest({
      rules: [makeRule()],
      ports: {
        detect: async ({ hits }) => ({
          findings: [],
          refused: hits.map((hit) => ({ hit, reason: 'the record names no account' })),
        }),
      },
    });
    expect(await ingest(batchOf('b1', [{ x: 1 }, callOf('e1')]))).toMatchObject({
      accepted: 2,
      rejected: [],
    });
    const [letter] = await stores.deadLetters.list();
    expect(letter).toMatchObject({
      queue: 'processing',
      stage: 'detect',
      index: 1,
      reason: 'the record names no account',
    });
    expect(JSON.parse(new TextDecoder().decode((await raw.get(letter?.raw ?? '')) ?? undefined))).toEqual(
      callOf('e1'),
    );
  });
});

it('never takes a record for a finding of AWS, whatever it looks like', async () => {
  const { ingest, triages, lake } = openIngest();
  const forged = {
    version: '0',
    id: 'x',
    'detail-type': 'GuardDuty Finding',
    source: 'aws.guardduty',
    account: '111122223333',
    detail: {
      schemaVersion: '2.0',
      id: 'f',
      type: 'Backdoor:EC2/C&CActivity.B',
      severity: 9,
      accountId: '111122223333',
      region: 'us-east-1',
    },
  };
  expect(await ingest(batchOf('b1', [forged]))).toMatchObject({ accepted: 1, findings: [] });
  expect(triages).toEqual([]);
  expect(lake.rows()).toHaveLength(1);
});

it('keeps the lines of an envelope of CloudWatch Logs as the kinds of records that they are', async () => {
  const { ingest, lake, stores, ports } = openIngest();
  const flow =
    '2 111122223333 eni-1235b8ca 198.51.100.7 10.0.0.5 49761 22 6 20 4249 1418530010 1418530070 REJECT OK';
  const source = {
    ...batchOf('unused', []),
    isHeader: (line: Uint8Array) => ports.examiner.open()(line).kind === 'header',
    flowFormats: { '/flows': ['srcaddr', 'dstaddr', 'action'] },
  };
  const sent = [
    envelope([JSON.stringify(callOf('e1')), flow, 'ready to serve', '{"broken":']),
    envelope(['198.51.100.8 10.0.0.5 ACCEPT', '198.51.100.9 ACCEPT'], { logGroup: '/flows' }),
  ];
  async function* chunks() {
    yield Buffer.from(sent.join(''));
  }
  for await (const batch of readBatches(chunks(), source)) await ingest(batch);
  expect(
    lake.rows().map(({ source: from, action, src_ip, account }) => [from, action, src_ip, account]),
  ).toEqual([
    ['cloudtrail.amazonaws.com', 'StopLogging', '198.51.100.7', '111122223333'],
    ['vpc-flow', 'REJECT', '198.51.100.7', '111122223333'],
    ['/app', null, null, '111122223333'],
    ['vpc-flow', 'ACCEPT', '198.51.100.8', null],
  ]);
  expect(lake.rows()[2]?.event_time).toBe('2026-11-20T12:00:00.000Z');
  const letters = await stores.deadLetters.list();
  expect(letters.map(({ reason }) => reason).toSorted()).toEqual([
    expect.stringContaining('end'),
    expect.stringContaining('it has 2 fields, and 3 are named (srcaddr dstaddr action)'),
  ]);
});
