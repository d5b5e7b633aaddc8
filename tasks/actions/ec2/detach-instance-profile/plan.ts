import type { Instance } from '@aws-sdk/client-ec2';
import type { BlastRadius } from '../../../../core/plan.ts';
import type { ActionContext, Draft } from '../../action.ts';
import { refused } from '../../refused.ts';
import { findInstance, findRoleSharers, nameSome, refuseGone } from '../instances.ts';
import { readHostFacts } from '../host-facts.ts';
import { findAssociation, profileOf, type ProfileData } from './association.ts';

const limits = [
  'Credentials that the instance has already work until they expire, up to hours later: use iam.revoke-role-sessions too',
  'Systems Manager can no longer reach the instance through its role, so tools for forensics may not either',
];

export async function planDetaching(
  { instanceId }: { readonly instanceId: string },
  { clients, target, data }: ActionContext<ProfileData>,
): Promise<Draft> {
  const { ec2 } = clients;
  const instance = await findInstance(ec2, instanceId);
  const gone = refuseGone(target, instance);
  if (instance === null || gone !== null) return gone as Draft;
  const profileArn = profileOf(await findAssociation(ec2, instanceId));
  const recorded = data().before;
  const facts = await readHostFacts(clients, target, instance);
  if (profileArn === null && recorded === null) {
    return refused('nothing-to-do', `${instanceId} has no instance profile to detach`, facts);
  }
  const before = profileArn ?? recorded?.profileArn ?? null;
  return {
    calls: [
      {
        service: 'ec2',
        command: 'DisassociateIamInstanceProfile',
        input: { AssociationId: `<association of ${before} with ${instanceId}>` },
      },
    ],
    before: { profileArn: before },
    after: { profileArn: null },
    blastRadius: describeBlast(instanceId, before, await findRoleSharers(ec2, withProfile(instance, before))),
    inPlace: profileArn === null,
    facts,
  };
}

/** So that the sharers are found also once it is detached. */
const withProfile = (instance: Instance, profileArn: string | null): Instance =>
  profileArn === null ? instance : { ...instance, IamInstanceProfile: { Arn: profileArn } };

function describeBlast(
  instanceId: string,
  profileArn: string | null,
  sharers: readonly string[],
): BlastRadius {
  return {
    summary: `${instanceId} gets no new credentials of ${profileArn}`,
    affected: [
      { kind: 'ec2-instance', id: instanceId, why: 'what runs on it loses access to AWS within hours' },
      ...nameSome(sharers, () => ({
        kind: 'ec2-instance',
        why: 'has the same instance profile, and keeps it: its credentials may be stolen too',
        aside: true,
      })),
    ],
    limits,
  };
}
