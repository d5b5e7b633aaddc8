import { DescribeIamInstanceProfileAssociationsCommand } from '@aws-sdk/client-ec2';
import * as z from 'zod';
import type { Clients } from '../../../aws-clients.ts';
import { required } from '../../aws-errors.ts';

/** What the ledger keeps: the profile before us, null where it had none; null itself: not looked yet. */
export const ProfileData = z.object({
  before: z.object({ profileArn: z.string().nullable() }).nullable().default(null),
});
export type ProfileData = z.infer<typeof ProfileData>;

export interface Association {
  readonly id: string;
  readonly profileArn: string;
  /** EC2 is still taking it away: a new one cannot be made yet. */
  readonly leaving: boolean;
}

/** The instance's association, which is one at most; a terminated instance has none. */
export async function findAssociation(ec2: Clients['ec2'], instanceId: string): Promise<Association | null> {
  const { IamInstanceProfileAssociations = [] } = await ec2.send(
    new DescribeIamInstanceProfileAssociationsCommand({
      Filters: [{ Name: 'instance-id', Values: [instanceId] }],
    }),
  );
  const found = IamInstanceProfileAssociations.filter(({ State }) => State !== 'disassociated').map(
    ({ AssociationId, IamInstanceProfile, State }) => ({
      id: required(AssociationId, 'AssociationId'),
      profileArn: required(IamInstanceProfile?.Arn, 'IamInstanceProfile.Arn'),
      leaving: State === 'disassociating',
    }),
  );
  return found.find(({ leaving }) => !leaving) ?? found[0] ?? null;
}

/** The profile that hands out credentials now. */
export const profileOf = (association: Association | null): string | null =>
  association === null || association.leaving ? null : association.profileArn;
