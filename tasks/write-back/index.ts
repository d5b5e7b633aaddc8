import * as z from 'zod';
import { findingIdentity } from '../../core/dedupe/finding-identity.ts';
import type { Finding } from '../../core/finding.ts';
import { checkGuardrails } from '../../core/guardrails/check.ts';
import type { GuardrailConfig } from '../../core/guardrails/config.ts';
import { noFacts } from '../../core/guardrails/facts.ts';
import type { Incident } from '../../core/incident.ts';
import type { Mode } from '../../core/playbook/protocol.ts';
import type { StoredFinding } from '../../core/records/findings.ts';
import type { Stores } from '../../core/records/stores.ts';
import type { ActionOutcome } from '../../core/records/action-outcomes.ts';
import type { AwsAccess } from '../aws-clients.ts';
import { readIncident } from '../read-incident.ts';
import { permissions } from './permissions.ts';
import { retryLater } from '../retry-later.ts';
import { createCspm } from '../security-hub/cspm.ts';
import { isOfNewHub } from '../security-hub/hub.ts';
import { createNewHub } from '../security-hub/new-hub.ts';
import { spec as updateFinding } from '../actions/securityhub/update-finding/spec.ts';
import type { Task } from '../task.ts';

const Request = z.object({ incident: z.string() });

export interface WriteBackPorts {
  readonly stores: Stores;
  readonly access: AwsAccess;
  /** The configuration's cap: in mode shadow nothing is written anywhere. */
  readonly cap: Mode;
  readonly guardrails: GuardrailConfig;
}

/** What guardrails judge: it is automatic, and changes findings of an account. */
const action = { id: 'write-back', impact: 'safe', scope: 'regional' } as const;

/**
 * Tells Security Hub where its findings stand: NOTIFIED, with a note. Each update makes Security Hub send
 * the finding again, so it is written only where it differs from what was written last, and its echo is
 * dropped at intake. Samples are left alone, and so is what nobody vouched for: whoever makes a finding up
 * must not mark a real one as seen to. The guardrails hold here as for any other change.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-integration-types.html
 */
export function createWriteBack({ stores, access, cap, guardrails }: WriteBackPorts): Task {
  const findDenial = async ({ account, region, id }: Finding): Promise<string | null> => {
    const target = { account, region, kind: 'finding', id };
    const control = await stores.controls.read();
    const denial = checkGuardrails({ ...noFacts, action, target, phase: 'apply', control }, guardrails);
    return denial && `${denial.rule}: ${denial.reason}`;
  };

  /** `reason` is why it could not be written, or null. */
  const write = async (finding: Finding, incident: Incident) => {
    const reason = (await findDenial(finding)) ?? (await retryLater(() => update(finding, incident, access)));
    if (reason === null) {
      await stores.findings.change(findingIdentity(finding.id, incident), (known) =>
        known === null ? known : { ...known, writtenBack: statusFor(incident) },
      );
    }
    return { finding: finding.id, reason };
  };

  return async (payload) => {
    const incident = await readIncident(stores, Request.parse(payload).incident);
    const { sample, archived, trusted } = incident;
    if (cap === 'shadow' || sample || archived || !trusted) return { written: [], failed: [] };
    const stored = await Promise.all(
      incident.findings.map((id) => stores.findings.get(findingIdentity(id, incident))),
    );
    const spokenFor = findSpokenFor(await stores.outcomes.list(incident.id));
    const due = stored
      .filter((finding) => finding !== null)
      .filter((known) => isDue(known, incident) && !spokenFor.has(known.finding.id));
    if (due.length === 0) return { written: [], failed: [] };
    const results = await Promise.all(due.map(({ finding }) => write(finding, incident)));
    const failed = results.filter(({ reason }) => reason !== null);
    const written = results.filter(({ reason }) => reason === null).map(({ finding }) => finding);
    await stores.timeline.append(incident.id, {
      key: `write-back/${incident.status.state}/${incident.revisions.length}`,
      kind: 'finding.written-back',
      data: { written, failed },
    });
    return { written, failed };
  };
}

/** What we say about the incident; also the last written value, so that a change of state is written again. */
const statusFor = ({ status }: Incident): string => `NOTIFIED:${status.state}`;

/** What a playbook said of a finding itself stands. */
const findSpokenFor = (outcomes: readonly ActionOutcome[]): ReadonlySet<string> =>
  new Set(
    outcomes
      .filter(({ action, status }) => action === updateFinding.id && status === 'applied')
      .flatMap(({ target }) => target?.id ?? []),
  );

/** Findings that came through Security Hub alone have the product ARN that an update needs. */
const isDue = ({ finding, writtenBack }: StoredFinding, incident: Incident): boolean =>
  finding.provider.productArn !== undefined && writtenBack !== statusFor(incident);

/** @returns null when it was written, else the reason why not. */
async function update(finding: Finding, incident: Incident, access: AwsAccess): Promise<string | null> {
  const { account, region, id, provider } = finding;
  const scope = {
    account,
    region,
    trusted: finding.origin.trusted,
    incident: incident.id,
    purpose: 'write-back',
    permissions,
  };
  const { securityhub } = access(scope);
  const { productArn = '', metadataUid } = provider;
  const hub = (isOfNewHub(productArn) ? createNewHub : createCspm)(securityhub);
  const { state } = incident.status;
  const problem = await hub.update(
    { id, productArn, account, metadataUid },
    { status: 'NOTIFIED', incident: incident.id, text: state, fields: { 'tourniquet/status': state } },
  );
  return problem && `${problem.code}: ${problem.message}`;
}
