import { BatchUpdateFindingsCommand, BatchUpdateFindingsV2Command } from '@aws-sdk/client-securityhub';
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
import { incidentField, writeBackComment } from '../../core/write-back-mark.ts';
import type { AwsAccess, Clients } from '../aws-clients.ts';
import { readIncident } from '../read-incident.ts';
import { permissions } from './permissions.ts';
import { retryLater } from '../retry-later.ts';
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
    const due = stored.filter((finding) => finding !== null).filter((finding) => isDue(finding, incident));
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

/** Findings that came through Security Hub alone have the product ARN that an update needs. */
const isDue = ({ finding, writtenBack }: StoredFinding, incident: Incident): boolean =>
  finding.provider.productArn !== undefined && writtenBack !== statusFor(incident);

/** @returns null when it was written, else the reason why not. */
async function update(finding: Finding, incident: Incident, access: AwsAccess): Promise<string | null> {
  const { account, region } = finding;
  const scope = { account, region, incident: incident.id, purpose: 'write-back', permissions };
  const { securityhub } = access(scope);
  const send = isOfNewHub(finding) ? updateInNewHub : updateInHub;
  const [problem] = (await send(finding, incident, securityhub)) ?? [];
  return problem === undefined ? null : `${problem.ErrorCode}: ${problem.ErrorMessage}`;
}

/** Each of the two Security Hubs knows its findings by a product ARN of its own. */
const isOfNewHub = ({ provider }: Finding): boolean => provider.productArn?.includes(':productv2/') ?? false;

async function updateInHub(finding: Finding, { id, status }: Incident, hub: Clients['securityhub']) {
  const command = new BatchUpdateFindingsCommand({
    FindingIdentifiers: [{ Id: finding.id, ProductArn: finding.provider.productArn }],
    Workflow: { Status: 'NOTIFIED' },
    Note: { Text: writeBackComment(id, status.state), UpdatedBy: 'tourniquet' },
    UserDefinedFields: { [incidentField]: id, 'tourniquet/status': status.state },
  });
  return (await hub.send(command)).UnprocessedFindings;
}

/** OCSF's `status_id` 2: in progress. */
const inProgress = 2;

async function updateInNewHub(finding: Finding, { id, status }: Incident, hub: Clients['securityhub']) {
  const { metadataUid, productArn } = finding.provider;
  const named =
    metadataUid === undefined
      ? {
          FindingIdentifiers: [
            { CloudAccountUid: finding.account, FindingInfoUid: finding.id, MetadataProductUid: productArn },
          ],
        }
      : { MetadataUids: [metadataUid] };
  const command = new BatchUpdateFindingsV2Command({
    ...named,
    StatusId: inProgress,
    Comment: writeBackComment(id, status.state),
  });
  return (await hub.send(command)).UnprocessedFindings;
}
