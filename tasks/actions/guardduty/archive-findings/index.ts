import { ArchiveFindingsCommand, UnarchiveFindingsCommand } from '@aws-sdk/client-guardduty';
import { NotFound } from '../../../../core/errors.ts';
import type { JsonObject } from '../../../../core/json.ts';
import type { VerifyReply } from '../../../../core/playbook/protocol.ts';
import { defineAction, type ActionContext, type ChangeContext, type UndoReport } from '../../action.ts';
import { ArchiveData, findDetector, idsOf, readFindings } from './findings.ts';
import { planArchiving } from './plan.ts';
import { spec, toIds } from './spec.ts';

async function archive(ids: readonly string[], context: ChangeContext<ArchiveData>): Promise<JsonObject> {
  const { clients, target, data, record } = context;
  const DetectorId = await findDetector(clients.guardduty);
  if (DetectorId === null) {
    throw new NotFound(`GuardDuty was switched off in ${target.region} since it was planned; plan again`);
  }
  const open = idsOf(await readFindings(clients.guardduty, DetectorId, ids), false);
  const archived = [...new Set([...(data().archived ?? []), ...open])].toSorted();
  await record({ archived });
  if (open.length > 0) {
    await clients.guardduty.send(new ArchiveFindingsCommand({ DetectorId, FindingIds: open }));
  }
  return { archived };
}

async function verifyArchiving(
  ids: readonly string[],
  { clients: { guardduty } }: ActionContext<ArchiveData>,
): Promise<VerifyReply> {
  const DetectorId = await findDetector(guardduty);
  const findings = DetectorId === null ? [] : await readFindings(guardduty, DetectorId, ids);
  const open = idsOf(findings, false);
  if (open.length === 0) return { verified: 'contained', reason: 'none of them is open' };
  const verified = open.length < findings.length ? 'partial' : 'not';
  return { verified, reason: `not in the archive: ${open.join(', ')}` };
}

async function unarchive(
  ids: readonly string[],
  { clients: { guardduty }, data }: ChangeContext<ArchiveData>,
): Promise<UndoReport> {
  const ours = data().archived ?? [];
  if (ours.length === 0) return { undone: [], left: [] };
  const DetectorId = await findDetector(guardduty);
  const findings = DetectorId === null ? [] : await readFindings(guardduty, DetectorId, ids);
  const there = new Set(findings.map(({ id }) => id));
  const left = ours.filter((id) => !there.has(id)).map((id) => ({ what: id, why: 'it is gone' }));
  const FindingIds = idsOf(findings, true).filter((id) => ours.includes(id));
  if (DetectorId === null || FindingIds.length === 0) return { undone: [], left };
  await guardduty.send(new UnarchiveFindingsCommand({ DetectorId, FindingIds }));
  return { undone: [`out of GuardDuty's archive: ${FindingIds.join(', ')}`], left };
}

export const archiveFindings = defineAction(spec, {
  data: ArchiveData,
  plan: ({ findingIds }, context) => planArchiving(toIds(findingIds), context),
  apply: ({ parameters: { findingIds } }, context) => archive(toIds(findingIds), context),
  verify: ({ parameters: { findingIds } }, context) => verifyArchiving(toIds(findingIds), context),
  undo: ({ findingIds }, context) => unarchive(toIds(findingIds), context),
});
