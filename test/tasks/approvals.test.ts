import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ApprovalConfig } from '../../core/approval-config.ts';
import { NotFound } from '../../core/errors.ts';
import type { Json } from '../../core/json.ts';
import { measureReach } from '../../core/reach.ts';
import { noFacts } from '../../core/guardrails/facts.ts';
import { createPlans, type PlanRecord } from '../../core/records/plans.ts';
import { readAskedPlans } from '../../core/records/asked-plans.ts';
import { createStores } from '../../core/records/stores.ts';
import { openDatabase } from '../../runtime/store/database.ts';
import { createSqliteTable } from '../../runtime/store/sqlite-table.ts';
import { createAsk } from '../../tasks/ask/index.ts';
import { createDecide } from '../../tasks/decide/index.ts';
import { makeIncident, noon } from '../support/incidents.ts';
import { createCountedSecrets } from '../support/secrets.ts';

const minute = 60_000;
const run = { incident: 'inc-1', revision: 1, playbook: 'isolate', execution: 'arn:run' };
const deadline = new Date(noon.now() + 60 * minute).toISOString();

const digest = (text: string): string => hash('sha256', text);

/** A plan whose hash is `hash-1`, felt by these. */
const planFeltBy = (...ids: readonly string[]): PlanRecord => ({
  plan: {
    hash: 'hash-1',
    action: 'iam.quarantine-role',
    version: 1,
    target: { account: '111122223333', region: 'aws-global', kind: 'iam-role', id: 'web' },
    parameters: {},
    calls: [],
    before: null,
    after: null,
    blastRadius: {
      summary: 'denied everything',
      affected: ids.map((id) => ({ kind: 'ec2-instance', id, why: 'runs with it' })),
      limits: [],
    },
    held: false,
  },
  facts: {
    ...noFacts,
    cautions: [{ id: 'shared-role', others: ids.length, reason: `${ids.length} run\nwith web` }],
  },
  refusal: null,
});

/** Questions and answers over one store, with tokens that are waited for until they are used. */
async function createWorld() {
  const table = createSqliteTable(openDatabase(':memory:'));
  const stores = createStores({ table, clock: noon, digest });
  await stores.incidents.create('inc-1', makeIncident());
  let time = noon.now();
  const clock = { now: () => time };
  const waiting = new Set<string>();
  const handed: { token: string; output: Json }[] = [];
  const callbacks = {
    succeed: async (token: string, output: Json) => {
      if (!waiting.delete(token)) return false;
      handed.push({ token, output });
      return true;
    },
  };
  const told: string[] = [];
  const plans = createPlans(table);
  const ask = createAsk({
    stores,
    plans,
    callbacks,
    clock,
    digest,
    secrets: createCountedSecrets(),
    config: ApprovalConfig.parse(undefined),
    asked: (id) => void told.push(id),
  });
  return {
    stores,
    plans,
    waiting,
    handed,
    told,
    decide: createDecide({ stores, callbacks, clock }),
    pass: (minutes: number) => void (time += minutes * minute),
    ask: async (token: string, changes: object = {}) => {
      waiting.add(token);
      const request = { run, step: 'ok', message: 'Isolate?', plans: ['hash-1'], deadline, ...changes };
      return (await ask({ token, ...request })) as { approval: string; waiting: boolean };
    },
  };
}

describe('a question', () => {
  it('is stored, told in a message without its token, and leaves the incident awaiting the answer', async () => {
    const { ask, stores, told } = await createWorld();
    const { approval } = await ask('token-1');
    expect(told).toEqual([approval]);
    expect(await stores.approvals.listWaiting()).toMatchObject([{ id: approval, asks: 1, token: 'token-1' }]);
    expect((await stores.incidents.get('inc-1'))?.status).toEqual({ state: 'awaiting-approval' });
    const messages = await stores.outbox.list();
    expect(messages).toMatchObject([{ kind: 'question', incident: 'inc-1' }]);
    expect(JSON.stringify([messages, await stores.timeline.list('inc-1')])).not.toContain('token-1');
  });

  it('that is put again is the same one with a newer token; retried, it is not even a reminder', async () => {
    const { ask, stores } = await createWorld();
    const first = await ask('token-1');
    await ask('token-1');
    expect(await stores.outbox.list()).toHaveLength(1);
    expect(await ask('token-2')).toEqual(first);
    expect(await stores.approvals.get(first.approval)).toMatchObject({ asks: 2, token: 'token-2' });
    expect((await stores.outbox.list()).map(({ id }) => id)).toEqual([
      `${first.approval}-1`,
      `${first.approval}-2`,
    ]);
  });

  it.each([
    ['other plans', { plans: ['hash-2'] }],
    ['another step', { step: 'sure' }],
    ['another run', { run: { ...run, execution: 'arn:other' } }],
    ['the same plans once more', { round: 2 }],
  ])('about %s is another one', async (_what, changes) => {
    const { ask } = await createWorld();
    expect((await ask('token-2', changes)).approval).not.toBe((await ask('token-1')).approval);
  });

  it('keeps what is felt as it is told of, whatever the plan says later, and a digest of it in the timeline', async () => {
    const { ask, stores, plans } = await createWorld();
    await plans.put(planFeltBy('i-1'));
    const { approval: id } = await ask('token-1');
    await plans.put(planFeltBy('i-1', 'i-2'));
    expect((await ask('token-2')).approval).toBe(id);
    const approval = await stores.approvals.get(id);
    if (approval === null) throw new Error('no question');
    expect(await readAskedPlans(plans, approval)).toMatchObject([
      {
        plan: { hash: 'hash-1', blastRadius: { affected: [{ id: 'i-1' }] } },
        cautions: [{ reason: '1 run\nwith web' }],
      },
    ]);
    const [asked] = await stores.timeline.list('inc-1');
    expect(asked?.data['seen']).toEqual([measureReach(planFeltBy('i-1'), digest).digest]);
    expect((await stores.outbox.list())[0]?.body).toContain('Mind: 1 run with web');
  });

  it('that is put after its deadline is answered at once: no', async () => {
    const { ask, pass, handed } = await createWorld();
    await ask('token-1');
    pass(60);
    expect(await ask('token-2')).toMatchObject({ waiting: false });
    expect(handed).toMatchObject([{ token: 'token-2', output: { decision: 'expired', by: 'deadline' } }]);
  });

  it('names who asked for what it is about, whoever asked for something else since', async () => {
    const { ask, stores } = await createWorld();
    for (const [revision, requester] of [
      [1, 'ana'],
      [2, 'bo'],
    ] as const)
      await stores.responses.create({ incident: 'inc-1', revision }, { revision, playbooks: [], requester });
    const { approval } = await ask('token-1');
    expect(await stores.approvals.get(approval)).toMatchObject({ requester: 'ana' });
  });

  it('does not touch an incident that is contained already', async () => {
    const { ask, stores } = await createWorld();
    await stores.incidents.change('inc-1', (known) => known && { ...known, status: { state: 'contained' } });
    await ask('token-1');
    expect((await stores.incidents.get('inc-1'))?.status).toEqual({ state: 'contained' });
  });
});

describe('an answer', () => {
  const yes = { decision: 'approved', by: 'ana' } as const;

  it('is stored with who, when and about which plans, and goes to the newest token', async () => {
    const { ask, decide, stores, handed } = await createWorld();
    const { approval } = await ask('token-1');
    await ask('token-2');
    const decision = { ...yes, at: new Date(noon.now()).toISOString(), hashes: ['hash-1'] };
    expect(await decide(approval, yes)).toEqual({ status: 'taken', decision });
    expect(handed).toEqual([{ token: 'token-2', output: { approval, ...decision } }]);
    expect(await stores.approvals.listWaiting()).toEqual([]);
    const kinds = (await stores.timeline.list('inc-1')).map(({ kind }) => kind);
    expect(kinds).toEqual(['approval.asked', 'approval.reminded', 'approval.decided']);
  });

  it('is given once: whoever comes second is told who was first', async () => {
    const { ask, decide, handed } = await createWorld();
    const { approval } = await ask('token-1');
    const both = await Promise.all([
      decide(approval, yes),
      decide(approval, { decision: 'rejected', by: 'bo' }),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['decided', 'taken']);
    const [one, other] = both;
    expect(one).toHaveProperty('decision', expect.objectContaining({ by: 'ana' }));
    expect(other).toHaveProperty('decision', expect.objectContaining({ by: 'ana' }));
    expect(handed).toHaveLength(1);
  });

  it('that found nobody waiting is replayed onto the next token', async () => {
    const { ask, decide, waiting, handed } = await createWorld();
    const { approval } = await ask('token-1');
    waiting.clear();
    expect(await decide(approval, yes)).toMatchObject({ status: 'taken' });
    expect(handed).toEqual([]);
    expect(await ask('token-2')).toEqual({ approval, waiting: false });
    expect(handed).toMatchObject([{ token: 'token-2', output: { decision: 'approved', by: 'ana' } }]);
  });

  it.each([
    [59.99, 'taken'],
    [60, 'late'],
  ])('%d minutes after an hour was given is %s', async (minutes, status) => {
    const { ask, decide, pass, handed } = await createWorld();
    const { approval } = await ask('token-1');
    pass(minutes);
    expect(await decide(approval, yes)).toMatchObject({ status });
    expect(handed).toHaveLength(status === 'taken' ? 1 : 0);
  });

  it('to no question is refused', async () => {
    const { decide } = await createWorld();
    await expect(decide('apr-none', yes)).rejects.toThrow(NotFound);
  });
});
