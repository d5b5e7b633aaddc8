import {
  GetAdministratorAccountCommand,
  GetFindingsCommand,
  ListDetectorsCommand,
  type Finding,
} from '@aws-sdk/client-guardduty';
import * as z from 'zod';
import type { Clients } from '../../../aws-clients.ts';

type GuardDuty = Clients['guardduty'];

/** What the ledger keeps: the findings that we archived; null: not looked yet. */
export const ArchiveData = z.object({ archived: z.array(z.string()).nullable().default(null) });
export type ArchiveData = z.infer<typeof ArchiveData>;

/**
 * The account's own detector in the Region: there is one at most. That of a finding's ARN may be a member's.
 * https://docs.aws.amazon.com/guardduty/latest/APIReference/API_ListDetectors.html
 */
export async function findDetector(guardduty: GuardDuty): Promise<string | null> {
  const { DetectorIds = [] } = await guardduty.send(new ListDetectorsCommand({}));
  return DetectorIds[0] ?? null;
}

/** Who administers GuardDuty for the account; null where the account does so itself. */
export async function findAdministrator(guardduty: GuardDuty, DetectorId: string): Promise<string | null> {
  const { Administrator } = await guardduty.send(new GetAdministratorAccountCommand({ DetectorId }));
  const isMember = Administrator?.RelationshipStatus?.toLowerCase() === 'enabled';
  return isMember ? (Administrator.AccountId ?? 'of another id') : null;
}

export interface Archivable {
  readonly id: string;
  readonly arn: string | undefined;
  readonly archived: boolean;
}

/** Those that are there, by id: GuardDuty keeps findings for 90 days. */
export async function readFindings(
  guardduty: GuardDuty,
  DetectorId: string,
  ids: readonly string[],
): Promise<readonly Archivable[]> {
  const { Findings = [] } = await guardduty.send(
    new GetFindingsCommand({ DetectorId, FindingIds: [...ids] }),
  );
  return Findings.flatMap(toArchivable).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

const toArchivable = ({ Id, Arn, Service }: Finding): Archivable[] =>
  Id === undefined ? [] : [{ id: Id, arn: Arn, archived: Service?.Archived === true }];

export const idsOf = (findings: readonly Archivable[], archived: boolean): string[] =>
  findings.filter((finding) => finding.archived === archived).map(({ id }) => id);
