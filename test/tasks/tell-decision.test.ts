import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ApprovalConfig } from '../../core/approval-config.ts';
import { createPlans } from '../../core/records/plans.ts';
import { createStores } from '../../core/records/stores.ts';
import { openDatabase } from '../../runtime/store/database.ts';
import { createSqliteTable } from '../../runtime/store/sqlite-table.ts';
import { createAsk } from '../../tasks/ask/index.ts';
import { createDecide } from '../../tasks/decide/index.ts';
import { createEndPlaybook } from '../../tasks/end-playbook/index.ts';
import { Crash, createCrashingTable } from '../support/crashing-table.ts';
import { makeIncident, noon } from '../support/incidents.ts';
import { createCountedSecrets } from '../support/secrets.ts';

const digest = (text: string): string => hash('sha256', text);
const callbacks = { succeed: () => Promise.resolve(true) };
const run = { incident: 'inc-1', revision: 1, playbook: 'isolate', execution: 'arn:run' };
const question = {
  run,
  step: 'ok',
  plans: ['hash'],
  message: 'Isolate?',
  deadline: '2026-11-21T00:00:00.000Z',
};

/** A question that ana approved, in a process that died once the answer was stored. */
async function dieAfterAnswer() {
  const table = createSqliteTable(openDatabase(':memory:'));
  const stores = createStores({ table, clock: noon, digest });
  await stores.incidents.create('inc-1', makeIncident());
  const ask = createAsk({
    stores,
    plans: createPlans(table),
    callbacks,
    clock: noon,
    digest,
    secrets: createCountedSecrets(),
    config: ApprovalConfig.parse(undefined),
  });
  const { approval } = (await ask({ ...question, token: 'token-1' })) as { approval: string };
  const dying = createCrashingTable(table, {
    between: () => Promise.resolve(),
    afterWrite: () => {
      throw new Crash('after the answer');
    },
  });
  const decide = createDecide({
    stores: createStores({ table: dying, clock: noon, digest }),
    callbacks,
    clock: noon,
  });
  await expect(decide(approval, { decision: 'approved', by: 'ana' })).rejects.toThrow(Crash);
  return { stores, ask, approval };
}

type World = Awaited<ReturnType<typeof dieAfterAnswer>>;

describe('an answer that was stored and not told', () => {
  const roads: Record<string, (world: World) => Promise<unknown>> = {
    'the question is put again': ({ ask }) => ask({ ...question, token: 'token-2' }),
    'somebody answers again': ({ stores, approval }) =>
      createDecide({ stores, callbacks, clock: noon })(approval, { decision: 'rejected', by: 'bo' }),
    'the playbook ends': ({ stores }) =>
      createEndPlaybook({ stores, clock: noon })({ run, status: 'completed' }),
  };

  it.each(Object.entries(roads))('is in the timeline once %s', async (_title, road) => {
    const world = await dieAfterAnswer();
    await road(world);
    const lines = await world.stores.timeline.list('inc-1');
    expect(lines.filter(({ kind }) => kind === 'approval.decided').map(({ data }) => data)).toMatchObject([
      { approval: world.approval, decision: 'approved', by: 'ana', hashes: ['hash'] },
    ]);
  });
});
