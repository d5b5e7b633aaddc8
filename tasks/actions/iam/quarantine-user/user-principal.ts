import {
  AttachUserPolicyCommand,
  DetachUserPolicyCommand,
  GetUserCommand,
  ListAttachedUserPoliciesCommand,
} from '@aws-sdk/client-iam';
import type { Clients } from '../../../aws-clients.ts';
import { required } from '../../aws-errors.ts';
import { orMissing } from '../no-such-entity.ts';
import type { Principal } from '../quarantine.ts';

export function createUserPrincipal(iam: Clients['iam'], UserName: string): Principal {
  return {
    name: UserName,
    async listAttached() {
      // The quota is 20 policies: one page. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
      const listed = await orMissing(iam.send(new ListAttachedUserPoliciesCommand({ UserName })));
      return listed && (listed.AttachedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []);
    },
    async findArn() {
      const found = await orMissing(iam.send(new GetUserCommand({ UserName })));
      return found && required(found.User?.Arn, 'User.Arn');
    },
    attach: (PolicyArn) => iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn })),
    detach: (PolicyArn) => orMissing(iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn }))),
  };
}
