import { GetUserCommand, type AccessKeyLastUsed } from '@aws-sdk/client-iam';
import type { BlastRadius } from '../../../../core/plan.ts';
import type { ActionContext, Draft } from '../../action.ts';
import { toFacts } from '../../facts.ts';
import { refused } from '../../refused.ts';
import { orMissing } from '../no-such-entity.ts';
import { describeUse } from '../last-use.ts';
import { isRootUser } from '../root-user.ts';
import { findKey, findLastUse, type KeyState } from './find-key.ts';
import type { KeyData } from './key-data.ts';
import { cautionsOf, findUseToday, type UseToday } from './use-today.ts';

const limits = [
  'Temporary credentials that were made with the key before (GetSessionToken, AssumeRole) work until they expire',
  'The user keeps the console password and other keys',
];

interface Parameters {
  readonly accessKeyId: string;
  readonly userName?: string | undefined;
  readonly knownServices: readonly string[] | null;
}

export async function planDisabling(parameters: Parameters, context: ActionContext<KeyData>): Promise<Draft> {
  const { accessKeyId, userName } = parameters;
  if (accessKeyId.startsWith('ASIA')) {
    const reason = `${accessKeyId} is a temporary key: it cannot be disabled; use iam.revoke-role-sessions on its role`;
    return refused('temporary-credentials', reason);
  }
  const key = await findKey(context.clients.iam, accessKeyId, userName);
  if (key === null) return refuseUnknown(parameters, context);
  return draftDisabling(parameters, key, context);
}

async function draftDisabling(
  { accessKeyId, knownServices }: Parameters,
  key: KeyState,
  { clients: { iam }, clock, data }: ActionContext<KeyData>,
): Promise<Draft> {
  const { userName, status } = key;
  const [lastUse, described] = await Promise.all([
    findLastUse(iam, accessKeyId),
    orMissing(iam.send(new GetUserCommand({ UserName: userName }))),
  ]);
  const { priorStatus } = data();
  const ours = status !== 'Active' && priorStatus !== null;
  const user = described?.User;
  const today = findUseToday(lastUse?.AccessKeyLastUsed, clock.now());
  return {
    calls: [
      {
        service: 'iam',
        command: 'UpdateAccessKey',
        input: { UserName: userName, AccessKeyId: accessKeyId, Status: 'Inactive' },
      },
    ],
    before: { status: ours ? priorStatus : status },
    after: { status: 'Inactive' },
    blastRadius: describeBlast(accessKeyId, key, lastUse?.AccessKeyLastUsed, today),
    inPlace: ours,
    facts: toFacts({
      arns: [user?.Arn],
      names: [userName],
      tags: user?.Tags,
      cautions: cautionsOf(accessKeyId, today, knownServices),
    }),
  };
}

function refuseUnknown({ accessKeyId, userName }: Parameters, { target }: ActionContext<KeyData>): Draft {
  if (isRootUser(userName)) {
    const reason =
      `${accessKeyId} is a key of the root user: nobody else can disable it; sign in as root and delete it, ` +
      'or use AssumeRoot from the management account';
    return refused('root-key', reason);
  }
  const whose = userName === undefined ? 'no user' : `neither ${userName} nor any other user`;
  const reason = `${whose} in account ${target.account} has the key ${accessKeyId}: it may be deleted, or of another account`;
  return refused('target-gone', reason);
}

function describeBlast(
  accessKeyId: string,
  { userName, others }: KeyState,
  lastUse: AccessKeyLastUsed | undefined,
  today: UseToday | null,
): BlastRadius {
  const used = describeUse(lastUse);
  return {
    summary: `${accessKeyId} of ${userName} stops working; ${used}`,
    affected: [
      { kind: 'iam-user', id: userName, why: `whatever runs with this key stops; ${used}` },
      ...(today === null
        ? []
        : [
            {
              kind: 'aws-service',
              id: today.service,
              why: `was called with the key at ${today.at}`,
              aside: true as const,
            },
          ]),
      ...others.map((id) => ({
        kind: 'iam-access-key',
        id,
        why: 'belongs to the same user and stays active: it may be stolen too',
        aside: true as const,
      })),
    ],
    limits,
  };
}
