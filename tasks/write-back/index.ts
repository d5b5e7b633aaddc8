import { BatchUpdateFindingsCommand } from '@aws-sdk/client-securityhub';
import * as z from 'zod';
import { findingIdentity } from '../../core/dedupe/finding-identity.ts';
import type { Finding } from '../../core/finding.ts';
import type { Incident } from '../../core/incident.ts';
import type { StoredFinding } from '../../core/records/findings.ts';
import type { Stores } from '../../core/records/stores.ts';
import type { AwsAccess } from '../aws-clients.ts';
import { readIncident } from '../read-incident.ts';
import type { Task } from '../task.ts';

const Request = z.object({ incident: z.string() });

export interface WriteBackPorts {
  readonly stores: Stores;
  readonly access: AwsAccess;
}

/**
 * Tells Security Hub where its findings stand: NOTIFIED, with a note. Each update makes Security Hub send
 * the finding again, so it is written only where it differs from what was written last, and its echo
 * (already NOTIFIED) is dropped at intake (aws-facts: the write-back loop). Samples are left alone.
 */
export function createWriteBack({ stores, access }: WriteBackPorts): Task {
  /** `reason` is why it could not be written, or null. */
  const write = async (finding: Finding, incident: Incident) => {
    const reason = await update(finding, incident, access);
    if (reason === null) {
      await stores.findings.change(findingIdentity(finding.id, incident), (known) =>
        known === null ? known : { ...known, writtenBack: statusFor(incident) },
      );
    }
    return { finding: finding.id, reason };
  };

  return async (payload) => {
    const incident = await readIncident(stores, Request.parse(payload).incident);
    if (incident.sample) return { written: [], failed: [] };
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
  const { securityhub } = access({ account, region, incident: incident.id, purpose: 'write-back' });
  const command = new BatchUpdateFindingsCommand({
    FindingIdentifiers: [{ Id: finding.id, ProductArn: finding.provider.productArn }],
    Workflow: { Status: 'NOTIFIED' },
    Note: { Text: `Tourniquet ${incident.id}: ${incident.status.state}`, UpdatedBy: 'tourniquet' },
    UserDefinedFields: { 'tourniquet/incident': incident.id, 'tourniquet/status': incident.status.state },
  });
  const { UnprocessedFindings = [] } = await securityhub.send(command);
  const [problem] = UnprocessedFindings;
  return problem === undefined ? null : `${problem.ErrorCode}: ${problem.ErrorMessage}`;
}
