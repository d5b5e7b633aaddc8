import { DeleteRolePolicyCommand, GetRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { canonicalJson } from '../../../../core/json.ts';
import type { Clients } from '../../../aws-clients.ts';
import { required } from '../../aws-errors.ts';
import { orMissing } from '../no-such-entity.ts';
import { policyName } from './spec.ts';

type Iam = Clients['iam'];

/** Denies everything to sessions that were issued before `time` (ISO 8601). */
export const documentFor = (time: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: policyName,
        Effect: 'Deny',
        Action: ['*'],
        Resource: ['*'],
        Condition: { DateLessThan: { 'aws:TokenIssueTime': time } },
      },
    ],
  });

/** The policy's document, or null where the role has none of that name, or is gone. */
export async function readPolicy(iam: Iam, roleName: string): Promise<string | null> {
  const found = await orMissing(
    iam.send(new GetRolePolicyCommand({ RoleName: roleName, PolicyName: policyName })),
  );
  // IAM gives documents back URL-encoded (RFC 3986).
  return found === null ? null : decodeURIComponent(required(found.PolicyDocument, 'PolicyDocument'));
}

export const writePolicy = (iam: Iam, roleName: string, document: string) =>
  iam.send(
    new PutRolePolicyCommand({ RoleName: roleName, PolicyName: policyName, PolicyDocument: document }),
  );

export const deletePolicy = (iam: Iam, roleName: string) =>
  orMissing(iam.send(new DeleteRolePolicyCommand({ RoleName: roleName, PolicyName: policyName })));

/** The same policy, however it is spaced and ordered. */
export function sameDocument(a: string, b: string): boolean {
  try {
    return a === b || canonicalJson(JSON.parse(a)) === canonicalJson(JSON.parse(b));
  } catch {
    return false;
  }
}
