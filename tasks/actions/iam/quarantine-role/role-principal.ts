import {
  AttachRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  ListAttachedRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import type { Clients } from '../../../aws-clients.ts';
import { required } from '../../aws-errors.ts';
import { orMissing } from '../no-such-entity.ts';
import type { Principal } from '../quarantine.ts';

export function createRolePrincipal(iam: Clients['iam'], RoleName: string): Principal {
  return {
    name: RoleName,
    async listAttached() {
      // The quota is 20 policies: one page. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
      const listed = await orMissing(iam.send(new ListAttachedRolePoliciesCommand({ RoleName })));
      return listed && (listed.AttachedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []);
    },
    async findArn() {
      const found = await orMissing(iam.send(new GetRoleCommand({ RoleName })));
      return found && required(found.Role?.Arn, 'Role.Arn');
    },
    attach: (PolicyArn) => iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn })),
    detach: (PolicyArn) => orMissing(iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }))),
  };
}
