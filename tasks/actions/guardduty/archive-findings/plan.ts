import type { ActionContext, Draft } from '../../action.ts';
import { toFacts } from '../../facts.ts';
import { refused } from '../../refused.ts';
import { findAdministrator, findDetector, readFindings, type ArchiveData } from './findings.ts';

const limits = [
  'Nothing is contained by it: it says that the case is closed',
  'What is archived and seen again arrives as archived, and is answered by nothing',
];

export async function planArchiving(
  ids: readonly string[],
  { clients: { guardduty }, target: { account, region }, data }: ActionContext<ArchiveData>,
): Promise<Draft> {
  const DetectorId = await findDetector(guardduty);
  if (DetectorId === null) {
    return refused(
      'target-gone',
      `GuardDuty is off in account ${account}, ${region}: it has no detector there`,
    );
  }
  const administrator = await findAdministrator(guardduty, DetectorId);
  if (administrator !== null) {
    const reason = `account ${account} is a member: GuardDuty lets its administrator, account ${administrator}, archive alone; say "account": "${administrator}" if Tourniquet acts there`;
    return refused('not-administrator', reason);
  }
  const findings = await readFindings(guardduty, DetectorId, ids);
  if (findings.length === 0) {
    const reason = `GuardDuty has none of the findings ${ids.join(', ')} in account ${account}, ${region}: it keeps them for 90 days`;
    return refused('target-gone', reason);
  }
  const known = data().archived;
  const open = findings.filter(({ id, archived }) => !archived || known?.includes(id)).map(({ id }) => id);
  const missing = ids.length - findings.length;
  return {
    calls: [{ service: 'guardduty', command: 'ArchiveFindings', input: { DetectorId, FindingIds: open } }],
    before: { open },
    after: { archived: findings.map(({ id }) => id) },
    blastRadius: {
      summary: `${open.length} of ${ids.length} findings go to GuardDuty's archive${missing > 0 ? `; ${missing} are not there any more` : ''}`,
      affected: [],
      limits,
    },
    inPlace: known !== null && findings.every(({ archived }) => archived),
    facts: toFacts({ arns: findings.map(({ arn }) => arn), names: ids, tags: [] }),
  };
}
