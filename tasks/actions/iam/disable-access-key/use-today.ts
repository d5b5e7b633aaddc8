import type { AccessKeyLastUsed } from '@aws-sdk/client-iam';
import type { TargetFacts } from '../../../../core/guardrails/facts.ts';

/** A use of a key in the last 24 hours. */
export interface UseToday {
  readonly service: string;
  readonly at: string;
}

const dayMs = 86_400_000;

/** The last use, where it is of the last 24 hours. */
export function findUseToday(use: AccessKeyLastUsed | undefined, now: number): UseToday | null {
  const { LastUsedDate, ServiceName } = use ?? {};
  if (LastUsedDate === undefined || ServiceName === undefined) return null;
  if (now - LastUsedDate.getTime() > dayMs) return null;
  return { service: ServiceName, at: LastUsedDate.toISOString() };
}

/** CloudTrail and GuardDuty say `s3.amazonaws.com` where IAM says `s3`. */
const bareName = (service: string): string => service.toLowerCase().replace(/\.amazonaws\.com(\.cn)?$/, '');

/** @param knownServices what the intruder is known to have called; null: nobody knows, and nobody is asked */
export function cautionsOf(
  accessKeyId: string,
  today: UseToday | null,
  knownServices: readonly string[] | null,
): TargetFacts['cautions'] {
  if (today === null || knownServices === null) return [];
  if (knownServices.map(bareName).includes(bareName(today.service))) return [];
  const reason = `${accessKeyId} was used for ${today.service} at ${today.at}, which is not known to be the intruder`;
  return [{ id: 'key-in-use', others: 1, reason }];
}
