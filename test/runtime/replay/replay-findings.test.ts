import { beforeAll, describe, expect, it } from 'vitest';
import { Config } from '../../../core/config.ts';
import { loadLibrary } from '../../../runtime/playbooks/library.ts';
import type { LoadedPlaybook } from '../../../runtime/playbooks/read-playbook.ts';
import { loadText } from '../../../runtime/playbooks/save-playbook.ts';
import { shippedPlaybooks } from '../../../runtime/home/shipped-playbooks.ts';
import { replayFindings } from '../../../runtime/replay/replay-findings.ts';
import { openStores } from '../../support/incidents.ts';
import { storeFindings } from '../../support/stored-findings.ts';

const stores = openStores();
let shipped: readonly LoadedPlaybook[];
beforeAll(async () => {
  ({ playbooks: shipped } = await loadLibrary(shippedPlaybooks));
  await storeFindings(stores, ['iam-key-compromised', 'ec2-cryptocurrency', 'iam-key-compromised']);
});

const replay = async (changes: Partial<Parameters<typeof replayFindings>[0]> = {}) =>
  await replayFindings({
    stores,
    config: Config.parse({}),
    playbooks: shipped,
    playbook: 'disable-compromised-key',
    since: '2026-01-01T00:00:00.000Z',
    ...changes,
  });

describe('a replay', () => {
  it('answers the findings that the trigger takes, newest first, and says how far it is', async () => {
    const told: string[] = [];
    const { looked, replayed } = await replay({
      // No configuration makes it timid: it is seen what the playbook itself would do.
      config: Config.parse({ mode: 'shadow' }),
      tell: (...counts) => told.push(counts.join('/')),
    });
    expect(looked).toBe(3);
    expect(told).toEqual(['1/1', '2/1', '3/2']);
    expect(replayed.map(({ finding, incident }) => [finding.id, incident])).toEqual([
      ['finding-2', 'inc-2'],
      ['finding-0', 'inc-0'],
    ]);
    for (const { outcome, finding } of replayed) {
      expect(outcome).toMatchObject({
        status: 'succeeded',
        actions: [{ action: 'iam.disable-access-key', status: 'applied', rule: null }],
        approvals: [],
      });
      expect(outcome?.actions[0]?.target?.account).toBe(finding.account);
    }
  });

  it('names the guardrails of the configuration that would say no', async () => {
    const config = Config.parse({ guardrails: { allowedAccounts: ['111122220002'] } });
    const { replayed } = await replay({ config });
    expect(replayed.map(({ outcome }) => outcome?.actions[0])).toMatchObject([
      { status: 'applied', rule: null },
      { status: 'denied', rule: 'allowed-accounts', reason: expect.stringContaining('111122220000') },
    ]);
  });

  it('counts the questions, lets everybody say yes, and takes every finding where there is no trigger', async () => {
    const steps = [
      {
        id: 'ok',
        approval: {
          for: ['block'],
          message: 'Shall it?',
          timeout: 'PT1H',
          approvers: ['ana', 'bo'],
          quorum: 2,
        },
      },
      {
        id: 'block',
        action: 'general.notify-people',
        with: { subject: 'Look', message: 'at this' },
      },
    ];
    const own = loadText(JSON.stringify({ id: 'tried', name: 'Tried', mode: 'auto', steps }));
    const { replayed } = await replay({ playbooks: [...shipped, own], playbook: 'tried' });
    expect(replayed).toHaveLength(3);
    for (const { outcome } of replayed)
      expect(outcome).toMatchObject({ approvals: ['ok'], actions: [{ status: 'applied' }] });
  });

  it('says of a run that goes beyond its bounds that it cannot say, goes on, and leaves out what is older', async () => {
    const { looked, replayed } = await replay({
      bounds: { longestMs: 30 },
      since: '2026-01-10T00:01:00.000Z',
    });
    expect(looked).toBe(2);
    expect(replayed.map(({ outcome, problem }) => [outcome, problem])).toEqual([
      [null, expect.stringContaining('not done after 0.03 s')],
    ]);
  });
});
