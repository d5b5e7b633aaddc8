import type { Instance } from '@aws-sdk/client-ec2';
import { GetInstanceProfileCommand, type Role } from '@aws-sdk/client-iam';
import type { TargetFacts } from '../../../core/guardrails/facts.ts';
import type { Target } from '../../../core/plan.ts';
import type { Clients } from '../../aws-clients.ts';
import { isAwsError } from '../aws-errors.ts';
import { messageOf } from '../errors.ts';
import { orMissing } from '../iam/no-such-entity.ts';
import { cautionOfNode } from './cluster-node.ts';
import { factsOfInstance } from './instances.ts';

/**
 * What guardrails judge by, of an instance that is about to be taken out of service: also the roles that it runs as,
 * whatever its profile is called, and whether a cluster runs on it. Fails closed: where its role may not be read,
 * people are asked.
 */
export async function readHostFacts(
  { iam }: Pick<Clients, 'iam'>,
  target: Target,
  instance: Instance,
): Promise<TargetFacts> {
  const facts = factsOfInstance(target, instance);
  try {
    const roles = await findRoles(iam, instance.IamInstanceProfile?.Arn);
    const names = roles.flatMap(({ RoleName }) => RoleName ?? []);
    return {
      ...facts,
      arns: [...facts.arns, ...roles.flatMap(({ Arn }) => Arn ?? [])],
      cautions: cautionOfNode(instance, names),
    };
  } catch (error) {
    if (!isAwsError(error, 'AccessDenied', 'AccessDeniedException')) throw error;
    const reason = `which role ${target.id} runs as is not known, and it may be one that must not be touched: ${messageOf(error)}`;
    const unknown = { id: 'unknown-blast-radius', others: 1, reason } as const;
    return { ...facts, cautions: [...cautionOfNode(instance, []), unknown] };
  }
}

async function findRoles(iam: Clients['iam'], profileArn: string | undefined): Promise<readonly Role[]> {
  if (profileArn === undefined) return [];
  const InstanceProfileName = profileArn.split('/').at(-1);
  const found = await orMissing(iam.send(new GetInstanceProfileCommand({ InstanceProfileName })));
  return found?.InstanceProfile?.Roles ?? [];
}
