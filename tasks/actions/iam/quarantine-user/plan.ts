import { GetUserCommand, ListAccessKeysCommand, type User } from '@aws-sdk/client-iam';
import type { BlastRadius } from '../../../../core/plan.ts';
import type { Clients } from '../../../aws-clients.ts';
import type { ActionContext, Draft } from '../../action.ts';
import { required } from '../../aws-errors.ts';
import { toFacts } from '../../facts.ts';
import { findLastUse } from '../disable-access-key/find-key.ts';
import { describeUse } from '../last-use.ts';
import { orMissing } from '../no-such-entity.ts';
import { denyAllFor, weighQuarantine, type QuarantineData } from '../quarantine.ts';
import { refuseUnknownUser } from '../unknown-user.ts';
import { createUserPrincipal } from './user-principal.ts';

const limits = [
  'Sessions of roles that the user assumed work on: use iam.revoke-role-sessions on those roles',
  'The user can still sign in to the console, and is denied everything there',
  'What the user made stays: other users, keys, roles, instances',
  'IAM takes some moments to carry the policy everywhere',
];

export async function planUserQuarantine(
  { userName }: { readonly userName: string },
  { clients: { iam }, target, data }: ActionContext<QuarantineData>,
): Promise<Draft> {
  const found = await orMissing(iam.send(new GetUserCommand({ UserName: userName })));
  const attached = await createUserPrincipal(iam, userName).listAttached();
  if (found === null || attached === null) return refuseUnknownUser(userName, target.account);
  const user = required(found.User, 'User');
  const policyArn = denyAllFor(required(user.Arn, 'User.Arn'));
  return {
    calls: [
      {
        service: 'iam',
        command: 'AttachUserPolicy',
        input: { UserName: userName, PolicyArn: policyArn },
      },
    ],
    ...weighQuarantine(attached, data()),
    blastRadius: await describeBlast(iam, userName, user),
    facts: toFacts({ arns: [user.Arn], names: [userName], tags: user.Tags }),
  };
}

async function describeBlast(iam: Clients['iam'], userName: string, user: User): Promise<BlastRadius> {
  // A user has two keys at most: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  const listed = await orMissing(iam.send(new ListAccessKeysCommand({ UserName: userName })));
  const active = (listed?.AccessKeyMetadata ?? []).filter(({ Status }) => Status === 'Active');
  const keys = active.flatMap(({ AccessKeyId }) => AccessKeyId ?? []);
  const affected = await Promise.all(
    keys.map(async (id) => ({
      kind: 'iam-access-key',
      id,
      why: `whatever runs with it stops; ${describeUse((await findLastUse(iam, id))?.AccessKeyLastUsed)}`,
      // The user's own: an intruder who makes another one is not to hold up the quarantine.
      aside: true as const,
    })),
  );
  const password = user.PasswordLastUsed;
  const signedIn = password ? `; last signed in with a password at ${password.toISOString()}` : '';
  return {
    summary: `${userName} is denied everything, with every key and in the console${signedIn}`,
    affected,
    limits,
  };
}
