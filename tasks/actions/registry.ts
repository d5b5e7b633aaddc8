import type { Action } from './action.ts';
import { deregisterFromLoadBalancers } from './ec2/deregister-from-load-balancers/index.ts';
import { detachFromAsg } from './ec2/detach-from-asg/index.ts';
import { detachInstanceProfile } from './ec2/detach-instance-profile/index.ts';
import { isolateInstance } from './ec2/isolate-instance/index.ts';
import { protectTermination } from './ec2/protect-termination/index.ts';
import { revokeOpenIngress } from './ec2/revoke-open-ingress/index.ts';
import { snapshotVolumes } from './ec2/snapshot-volumes/index.ts';
import { stopInstance } from './ec2/stop-instance/index.ts';
import { tagResource } from './ec2/tag-resource/index.ts';
import { callWebhook } from './general/call-webhook/index.ts';
import { notifyPeople } from './general/notify-people/index.ts';
import { archiveFindings } from './guardduty/archive-findings/index.ts';
import { deleteLoginProfile } from './iam/delete-login-profile/index.ts';
import { disableAccessKey } from './iam/disable-access-key/index.ts';
import { quarantineRole } from './iam/quarantine-role/index.ts';
import { quarantineUser } from './iam/quarantine-user/index.ts';
import { revokeRoleSessions } from './iam/revoke-role-sessions/index.ts';
import { throttleFunction } from './lambda/throttle-function/index.ts';
import { blockAccountPublicAccess } from './s3/block-account-public-access/index.ts';
import { blockPublicAccess } from './s3/block-public-access/index.ts';
import { updateFinding } from './securityhub/update-finding/index.ts';

/** Every action, by id. A new one is a folder, and a line here and in the catalog. */
export const actions: ReadonlyMap<string, Action> = new Map(
  [
    deregisterFromLoadBalancers,
    detachFromAsg,
    detachInstanceProfile,
    isolateInstance,
    protectTermination,
    revokeOpenIngress,
    snapshotVolumes,
    stopInstance,
    tagResource,
    callWebhook,
    notifyPeople,
    archiveFindings,
    deleteLoginProfile,
    disableAccessKey,
    quarantineRole,
    quarantineUser,
    revokeRoleSessions,
    throttleFunction,
    blockAccountPublicAccess,
    blockPublicAccess,
    updateFinding,
  ].map((action) => [action.spec.id, action]),
);
