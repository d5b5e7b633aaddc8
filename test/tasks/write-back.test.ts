import type { BatchUpdateFindingsCommand } from '@aws-sdk/client-securityhub';
import { describe, expect, it } from 'vitest';
import { GuardrailConfig } from '../../core/guardrails/config.ts';
import { findingIdentity } from '../../core/dedupe/finding-identity.ts';
import type { Finding } from '../../core/finding.ts';
import type { ActionOutcome } from '../../core/records/action-outcomes.ts';
import type { Clients } from '../../tasks/aws-clients.ts';
import { createWriteBack } from '../../tasks/write-back/index.ts';
import { loadEvent } from '../support/findings/load-event.ts';
import { normaliseOne } from '../support/findings/normalise-event.ts';
import { makeIncident, openStores } from '../support/incidents.ts';

interface Situation {
  readonly guardrails?: unknown;
  readonly paused?: true;
  /** What Security Hub throws. */
  readonly error?: string;
  /** What became of a playbook's own word on the finding. */
  readonly spoken?: 'applied' | 'denied' | 'undone';
}

const spokenStep = (incident: string) => ({
  run: { incident, revision: 1, playbook: 'close', execution: 'arn' },
  step: 'say',
});

const outcomeOf = (incident: string, { id, account, region }: Finding, status: ActionOutcome['status']) => ({
  ...spokenStep(incident),
  action: 'securityhub.update-finding',
  target: { account, region, kind: 'security-hub-finding', id },
  status,
  verified: null,
  plan: null,
  rule: null,
  reason: null,
  firstPlannedAt: '2026-11-20T00:00:00.000Z',
});

/** Writes back one finding of a contained incident. `sent`: how many updates reached Security Hub. */
async function writeBack({ guardrails, paused, error, spoken }: Situation) {
  const stores = openStores();
  const finding = normaliseOne(loadEvent('asff-ec2'));
  const incident = makeIncident({ status: { state: 'contained' }, findings: [finding.id] });
  const { risk } = incident;
  const enrichment = { remotes: [], tags: {}, criticality: 'normal' as const, gaps: [] };
  await stores.incidents.create(incident.id, incident);
  await stores.findings.create(findingIdentity(finding.id, incident), {
    finding,
    enrichment,
    risk,
    incident: incident.id,
    writtenBack: null,
  });
  if (spoken) await stores.outcomes.create(spokenStep(incident.id), outcomeOf(incident.id, finding, spoken));
  const pause = { paused: true, by: 'ana', at: '2026-11-20T00:00:00.000Z', reason: 'runaway' };
  if (paused) await stores.controls.set(pause);
  const sent: BatchUpdateFindingsCommand[] = [];
  const send = async (command: BatchUpdateFindingsCommand) => {
    if (error !== undefined) throw Object.assign(new Error('as told'), { name: error });
    sent.push(command);
    return {};
  };
  const task = createWriteBack({
    stores,
    access: () => ({ securityhub: { send } }) as unknown as Clients,
    cap: 'auto',
    guardrails: GuardrailConfig.parse(guardrails),
  });
  const reply = await task({ incident: incident.id });
  return { reply, sent: sent.length, id: finding.id };
}

describe('what is written to Security Hub', () => {
  it('is written where nothing speaks against it', async () => {
    const { reply, sent, id } = await writeBack({});
    expect(reply).toEqual({ written: [id], failed: [] });
    expect(sent).toBe(1);
  });

  it.each([
    ['applied', 0],
    ['denied', 1],
    ['undone', 1],
  ] as const)(
    'leaves what a playbook said of the finding alone: where that was %s it writes %i',
    async (spoken, sent) => {
      expect(await writeBack({ spoken })).toMatchObject({ sent });
    },
  );

  it.each<[string, Situation, string]>([
    ['the account is not allowed', { guardrails: { allowedAccounts: ['4444*'] } }, 'allowed-accounts'],
    ['the region is not allowed', { guardrails: { allowedRegions: ['eu-*'] } }, 'allowed-regions'],
    ['automatic changes are paused', { paused: true }, 'paused'],
  ])('is left unwritten, and why is said, where %s', async (_title, situation, rule) => {
    const { reply, sent, id } = await writeBack(situation);
    expect(reply).toEqual({
      written: [],
      failed: [{ finding: id, reason: expect.stringContaining(rule) }],
    });
    expect(sent).toBe(0);
  });

  it('is tried again by the state machine while Security Hub throttles', async () => {
    await expect(writeBack({ error: 'ThrottlingException' })).rejects.toMatchObject({ name: 'Busy' });
  });
});
