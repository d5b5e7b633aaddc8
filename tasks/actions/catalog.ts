import type { Catalog } from '../../core/action-spec.ts';
import { toEntry } from './entry.ts';
import { spec as deregisterFromLoadBalancers } from './ec2/deregister-from-load-balancers/spec.ts';
import { spec as detachFromAsg } from './ec2/detach-from-asg/spec.ts';
import { spec as detachInstanceProfile } from './ec2/detach-instance-profile/spec.ts';
import { spec as isolateInstance } from './ec2/isolate-instance/spec.ts';
import { spec as protectTermination } from './ec2/protect-termination/spec.ts';
import { spec as revokeOpenIngress } from './ec2/revoke-open-ingress/spec.ts';
import { spec as snapshotVolumes } from './ec2/snapshot-volumes/spec.ts';
import { spec as stopInstance } from './ec2/stop-instance/spec.ts';
import { spec as tagResource } from './ec2/tag-resource/spec.ts';
import { spec as callWebhook } from './general/call-webhook/spec.ts';
import { spec as notifyPeople } from './general/notify-people/spec.ts';
import { spec as archiveFindings } from './guardduty/archive-findings/spec.ts';
import { spec as deleteLoginProfile } from './iam/delete-login-profile/spec.ts';
import { spec as disableAccessKey } from './iam/disable-access-key/spec.ts';
import { spec as quarantineRole } from './iam/quarantine-role/spec.ts';
import { spec as quarantineUser } from './iam/quarantine-user/spec.ts';
import { spec as revokeRoleSessions } from './iam/revoke-role-sessions/spec.ts';
import { spec as throttleFunction } from './lambda/throttle-function/spec.ts';
import { spec as blockAccountPublicAccess } from './s3/block-account-public-access/spec.ts';
import { spec as blockPublicAccess } from './s3/block-public-access/spec.ts';
import { spec as updateFinding } from './securityhub/update-finding/spec.ts';

/** Every action, without the AWS SDK: for the compiler, the editors' schema, the roles in infra and docs. */
export const catalog: Catalog = new Map(
  [
    toEntry(deregisterFromLoadBalancers),
    toEntry(detachFromAsg),
    toEntry(detachInstanceProfile),
    toEntry(isolateInstance),
    toEntry(protectTermination),
    toEntry(revokeOpenIngress),
    toEntry(snapshotVolumes),
    toEntry(stopInstance),
    toEntry(tagResource),
    toEntry(callWebhook),
    toEntry(notifyPeople),
    toEntry(archiveFindings),
    toEntry(deleteLoginProfile),
    toEntry(disableAccessKey),
    toEntry(quarantineRole),
    toEntry(quarantineUser),
    toEntry(revokeRoleSessions),
    toEntry(throttleFunction),
    toEntry(blockAccountPublicAccess),
    toEntry(blockPublicAccess),
    toEntry(updateFinding),
  ].map((spec) => [spec.id, spec]),
);
