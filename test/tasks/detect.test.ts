import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Hit } from '../../core/detect/hit.ts';
import { Config } from '../../core/config.ts';
import type { Rule } from '../../core/detect/rule.ts';
import type { Origin } from '../../core/finding.ts';
import { score, ScoreConfig } from '../../core/score/score.ts';
import type { Table } from '../../core/ports/table.ts';
import { createCounters } from '../../core/records/counters.ts';
import { createFloods } from '../../core/records/floods.ts';
import { createStagedRules } from '../../core/records/staged-rules.ts';
import { createStores } from '../../core/records/stores.ts';
import { openDatabase } from '../../runtime/store/database.ts';
import { createRawMemory } from '../../runtime/store/raw-files.ts';
import { createSqliteTable } from '../../runtime/store/sqlite-table.ts';
import { createDetect } from '../../tasks/detect/index.ts';
import { createStage } from '../../tasks/detect/stage.ts';
import { createTellTrials } from '../../tasks/detect/tell-trials.ts';
import { makeHit, makeRule } from '../support/log-records.ts';

const origin: Origin = { via: 'stream', account: '111122223333', trusted: false };
const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const start = Date.parse('2026-03-01T10:00:00Z');
const hour = 3_600_000;

function openDesk(table: Table = createSqliteTable(openDatabase(':memory:'))) {
  let now = start;
  const clock = { now: () => now };
  const stores = createStores({ table, clock, digest });
  const staged = createStagedRules({ table, clock, digest });
  const started: string[] = [];
  const executions = {
    start: async ({ name }: { name: string }) => {
      if (started.includes(name)) return 'exists' as const;
      started.push(name);
      return 'started' as const;
    },
  };
  const raw = createRawMemory();
  /** A process of its own: it remembers nothing of the others. */
  const open = () =>
    createDetect({
      stores,
      executions,
      clock,
      digest,
      raw,
      counters: createCounters({ table, clock, digest }),
      floods: createFloods(table, clock, 5),
      stage: createStage({ staged, clock, digest }),
    });
  const detect = open();
  const take = (hits: readonly Hit[], batch = 'batch-1') => detect({ batch, origin, hits });
  const tell = (rules: readonly Rule[]) => createTellTrials({ rules, staged, outbox: stores.outbox, clock });
  const pass = (milliseconds: number): void => void (now += milliseconds);
  return { stores, started, raw, open, take, tell, pass, staged };
}

const at = (seconds: number): string => new Date(start + seconds * 1000).toISOString();

describe('the hits of a batch', () => {
  it('become a finding whose triage is started, with the record that it was made of', async () => {
    const { take, stores, raw } = openDesk();
    const { findings, refused } = await take([makeHit()]);
    expect(refused).toEqual([]);
    expect(findings).toEqual([
      expect.objectContaining({
        rule: 'trail-stopped',
        hits: 1,
        execution: expect.stringMatching(/^triage-/),
      }),
    ]);
    const slot = Math.floor(start / 300_000);
    const received = await stores.deliveries.get({ delivery: `${findings[0]?.id}/${slot}`, index: 0 });
    expect(received?.finding).toMatchObject({ source: 'detection', origin: { trusted: false } });
    const bytes = await raw.get(received?.finding.raw ?? '');
    expect(JSON.parse(new TextDecoder().decode(bytes ?? undefined))).toMatchObject({
      eventName: 'StopLogging',
    });
  });

  it('start nothing twice when they come again, to this process or another', async () => {
    const { take, open, started } = openDesk();
    await take([makeHit()]);
    await take([makeHit()]);
    await open()({ batch: 'batch-1', origin, hits: [makeHit()] });
    expect(started).toHaveLength(1);
  });

  it('are one triage in five minutes, however many there are', async () => {
    const { take, started, pass } = openDesk();
    const flood = Array.from({ length: 1000 }, (_, index) =>
      makeHit(makeRule(), { id: `r${index}`, time: at(index % 300) }),
    );
    const rule = flood[0]?.rule ?? makeRule();
    const { findings } = await take(flood.map((hit) => ({ ...hit, rule })));
    expect(findings).toEqual([expect.objectContaining({ hits: 1000 })]);
    pass(301_000);
    await take([makeHit(rule, { id: 'later', time: at(301) })], 'batch-2');
    expect(started).toHaveLength(2);
  });

  it('are a finding for each whom they are about', async () => {
    const { take } = openDesk();
    const { findings } = await take([
      makeHit(),
      makeHit(makeRule(), { principal: 'arn:aws:iam::111122223333:user/eve' }),
    ]);
    expect(new Set(findings.map(({ id }) => id)).size).toBe(2);
  });

  it('are refused with the reason where no finding can be made of them, and hold up nothing', async () => {
    const { take } = openDesk();
    const hit = makeHit(makeRule({ id: 'other' }), { account: 'nonsense' });
    const { findings, refused } = await take([hit, makeHit()]);
    expect(findings).toHaveLength(1);
    expect(refused).toEqual([
      { hit, reason: expect.stringMatching(/^other: its account "nonsense" is not/) },
    ]);
  });
});

describe('a threshold', () => {
  const threshold = { count: 3, within: 'PT10M' };
  const rule = makeRule({ threshold });
  const hit = (index: number, seconds = index): Hit => makeHit(rule, { id: `r${index}`, time: at(seconds) });

  it('is reached by the hit that makes it full, over batches', async () => {
    const { take } = openDesk();
    expect((await take([hit(1), hit(2)])).findings).toEqual([]);
    expect((await take([hit(3)], 'batch-2')).findings).toEqual([expect.objectContaining({ hits: 1 })]);
  });

  it('is not reached by the same records told again, nor by those of other windows', async () => {
    const { take } = openDesk();
    await take([hit(1), hit(2)]);
    expect((await take([hit(1), hit(2)], 'batch-2')).findings).toEqual([]);
    expect((await take([hit(3, 700)], 'batch-3')).findings).toEqual([]);
  });

  it('says the same again when the batch comes again after a crash', async () => {
    const { take, open } = openDesk();
    const hits = [hit(1), hit(2), hit(3)];
    const first = await take(hits);
    expect(await open()({ batch: 'batch-1', origin, hits })).toEqual(first);
  });

  it('counts different values where the rule says so, and nothing where there is none', async () => {
    const { take } = openDesk();
    const scan = makeRule({ threshold: { ...threshold, by: ['/event/srcIp'], distinct: '/record/dstport' } });
    const probe = (id: number, port: number | null): Hit =>
      makeHit(scan, { id: `p${id}`, time: at(id), record: { dstport: port } });
    const probes = [probe(1, 22), probe(2, 22), probe(3, 80), probe(4, null), probe(5, 443)];
    expect((await take(probes)).findings).toEqual([expect.objectContaining({ hits: 1 })]);
  });
});

describe('a flood', () => {
  const rule = makeRule({ severity: 'LOW' });
  const by = (name: number, more: Partial<Hit['record']> = {}): Hit =>
    makeHit(rule, { id: `r${name}`, principal: `user-${name}`, ...more });
  const many = (from: number, count: number): readonly Hit[] =>
    Array.from({ length: count }, (_, index) => by(from + index));
  const singles = (findings: readonly { readonly id: string }[]) =>
    findings.filter(({ id }) => id.startsWith('detection/'));

  it('is so many findings of a rule in an hour, and one that says how much more there is', async () => {
    const { take, started, stores } = openDesk();
    const { findings, refused } = await take(many(0, 300));
    expect(refused).toEqual([]);
    expect(singles(findings)).toHaveLength(5);
    expect(findings.at(-1)).toMatchObject({ id: 'detection-flood/trail-stopped/2026-03-01', hits: 295 });
    const delivery = 'detection-flood/trail-stopped/2026-03-01/stream/111122223333/2026-03-01T10:00:00.000Z';
    const received = await stores.deliveries.get({ delivery, index: 0 });
    expect(received?.finding).toMatchObject({
      type: 'DetectionFlood:IAMUser/trail-stopped',
      title:
        'Rule trail-stopped is flooding: at least 295 hits beyond 5 findings since 2026-03-01T10:00:00.000Z; see: tourniquet query detections-by-day',
      severity: { label: 'HIGH' },
      resources: [],
      origin: { trusted: false },
    });
    await take(many(300, 300), 'batch-2');
    expect(started).toHaveLength(6);
  });

  it('is told of as HIGH, which reaches people by itself', async () => {
    const { take, stores } = openDesk();
    await take(many(0, 6));
    const delivery = 'detection-flood/trail-stopped/2026-03-01/stream/111122223333/2026-03-01T10:00:00.000Z';
    const finding = (await stores.deliveries.get({ delivery, index: 0 }))?.finding;
    if (finding === undefined) throw new Error('nobody hears of it');
    const { score: risk } = score(
      finding,
      { remotes: [], tags: {}, criticality: 'normal', gaps: [] },
      ScoreConfig.parse({}),
    );
    expect(risk).toBeGreaterThanOrEqual(Config.parse({}).tellFrom);
  });

  it('lets through again what it let through, and begins anew with each hour', async () => {
    const { take, pass, started } = openDesk();
    const first = await take(many(0, 7));
    expect(await take(many(0, 7))).toEqual(first);
    pass(hour);
    expect(singles((await take(many(7, 7), 'batch-2')).findings)).toHaveLength(5);
    expect(started).toHaveLength(12);
  });

  it('of one way in, or of one rule, hides nothing of another', async () => {
    const { take, open } = openDesk();
    await take(many(0, 300));
    expect(singles((await take([makeHit(makeRule({ id: 'other' }))], 'batch-2')).findings)).toHaveLength(1);
    const elsewhere = { ...origin, via: 'http', account: null } as const;
    const { findings } = await open()({ batch: 'batch-3', origin: elsewhere, hits: many(900, 1) });
    expect(singles(findings)).toHaveLength(1);
  });

  it('is told of though its first record names no account', async () => {
    const { open } = openDesk();
    const nobody = { via: 'http', account: null, trusted: false } as const;
    const hits = [...many(0, 5), by(5, { account: null }), by(6)];
    const { findings, refused } = await open()({ batch: 'batch-1', origin: nobody, hits });
    expect(refused).toEqual([]);
    expect(findings.at(-1)?.id).toMatch(/^detection-flood/);
  });

  it('of one finding under times that are yet to come is one triage', async () => {
    const { take, started } = openDesk();
    const ahead = Array.from({ length: 4 }, (_, index) =>
      by(0, { id: `r${index}`, time: at(3600 * (index + 1)) }),
    );
    await take(ahead);
    expect(started).toHaveLength(1);
  });
});

describe('a rule on trial', () => {
  const rule = makeRule({ staged: { for: 'PT72H' } });

  it('makes no findings, and is told of once when the trial ends', async () => {
    const { take, tell, pass, stores } = openDesk();
    const sweep = tell([rule]);
    expect((await take([makeHit(rule), makeHit(rule, { id: 'r2' })])).findings).toEqual([]);
    await take([makeHit(rule), makeHit(rule, { id: 'r2' })]);
    await take([makeHit(rule, { id: 'r3', principal: 'arn:aws:iam::111122223333:user/eve' })], 'batch-2');
    pass(71 * hour);
    expect(await sweep()).toEqual([]);
    expect(await stores.outbox.list()).toEqual([]);
    pass(hour);
    expect(await sweep()).toEqual(['trail-stopped']);
    expect(await sweep()).toEqual([]);
    expect(await tell([rule])()).toEqual(['trail-stopped']);
    const [message, ...more] = await stores.outbox.list();
    expect(more).toEqual([]);
    expect(message).toMatchObject({
      kind: 'note',
      subject: 'Detection rule trail-stopped is on: it would have fired 2 times on trial',
    });
    expect(message?.incident).toBeUndefined();
    expect(message?.body).toContain(
      'It would have made 2 findings (HIGH) of 3 records.\nOn whom:\n  arn:aws:iam::111122223333:user/mallory: 1 finding, 2 records\n  arn:aws:iam::111122223333:user/eve: 1 finding, 1 record',
    );
  });

  it('is told of in lines of ours alone', async () => {
    const { take, tell, pass, stores } = openDesk();
    const sweep = tell([rule]);
    await sweep();
    await take([makeHit(rule, { principal: 'eve\nAllow everything' })]);
    pass(72 * hour);
    await sweep();
    expect((await stores.outbox.list())[0]?.body).toContain('\n  eve Allow everything: 1 finding, 1 record');
  });

  it('finds from then on', async () => {
    const { take, tell, pass } = openDesk();
    await take([makeHit(rule)]);
    pass(72 * hour);
    await tell([rule])();
    expect((await take([makeHit(rule)], 'batch-2')).findings).toHaveLength(1);
  });

  it('stays on trial until people were told, however late that is', async () => {
    const { take, pass } = openDesk();
    await take([makeHit(rule)]);
    pass(100 * hour);
    expect((await take([makeHit(rule)], 'batch-2')).findings).toEqual([]);
  });

  it('begins when the sweeper sees it first, if no record does', async () => {
    const { tell, pass, stores } = openDesk();
    const sweep = tell([rule]);
    await sweep();
    pass(72 * hour);
    expect(await sweep()).toEqual(['trail-stopped']);
    expect((await stores.outbox.list())[0]?.subject).toContain('it would have fired never on trial');
  });

  it.each<[string, Partial<Parameters<typeof makeRule>[0]>, boolean]>([
    ['another pattern', { match: { event: { action: ['DeleteTrail'] } } }, false],
    ['another threshold', { threshold: { count: 2, within: 'PT5M' } }, false],
    ['other words', { description: 'Look at once.' }, true],
    ['another severity', { severity: 'LOW' }, true],
  ])('that gets %s is on trial anew: %#', async (_what, change, same) => {
    const { staged, pass } = openDesk();
    const before = await staged.see(rule);
    pass(hour);
    const after = await staged.see(makeRule({ staged: { for: 'PT72H' }, ...change }));
    expect(after.since === before.since).toBe(same);
  });

  it('lets the others find meanwhile, in their order', async () => {
    const { take } = openDesk();
    const other = makeRule({ id: 'other' });
    const { findings } = await take([makeHit(rule), makeHit(other), makeHit(rule)]);
    expect(findings.map((finding) => finding.rule)).toEqual(['other']);
  });
});
