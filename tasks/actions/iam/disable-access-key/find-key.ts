import { GetAccessKeyLastUsedCommand, ListAccessKeysCommand, type StatusType } from '@aws-sdk/client-iam';
import type { Clients } from '../../../aws-clients.ts';
import { orNull } from '../../aws-errors.ts';
import { orMissing } from '../no-such-entity.ts';

type Iam = Clients['iam'];

export interface KeyState {
  readonly userName: string;
  readonly status: StatusType;
  /** The user's other keys that are active. */
  readonly others: readonly string[];
}

/** The key where the user says it is, or else where IAM says; null where neither knows it. */
export async function findKey(iam: Iam, accessKeyId: string, userName?: string): Promise<KeyState | null> {
  const named = userName === undefined ? null : await findKeyOf(iam, accessKeyId, userName);
  if (named) return named;
  const owner = (await findLastUse(iam, accessKeyId))?.UserName;
  return owner === undefined || owner === userName ? null : findKeyOf(iam, accessKeyId, owner);
}

/** Also answers whose key it is. A key of another account is denied rather than missing. */
export const findLastUse = (iam: Iam, accessKeyId: string) =>
  orNull(
    orMissing(iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: accessKeyId }))),
    'AccessDenied',
    'AccessDeniedException',
  );

async function findKeyOf(iam: Iam, accessKeyId: string, userName: string): Promise<KeyState | null> {
  const listed = await orMissing(iam.send(new ListAccessKeysCommand({ UserName: userName })));
  // A user has two keys at most: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  const keys = listed?.AccessKeyMetadata ?? [];
  const key = keys.find(({ AccessKeyId }) => AccessKeyId === accessKeyId);
  if (key?.Status === undefined) return null;
  const others = keys.filter(({ AccessKeyId, Status }) => AccessKeyId !== accessKeyId && Status === 'Active');
  return { userName, status: key.Status, others: others.flatMap(({ AccessKeyId }) => AccessKeyId ?? []) };
}
