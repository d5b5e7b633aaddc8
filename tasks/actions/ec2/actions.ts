import type { Action } from '../action.ts';
import { deregisterFromLoadBalancers } from './deregister-from-load-balancers/index.ts';
import { detachFromAsg } from './detach-from-asg/index.ts';
import { detachInstanceProfile } from './detach-instance-profile/index.ts';
import { isolateInstance } from './isolate-instance/index.ts';
import { protectTermination } from './protect-termination/index.ts';
import { revokeOpenIngress } from './revoke-open-ingress/index.ts';
import { snapshotVolumes } from './snapshot-volumes/index.ts';
import { stopInstance } from './stop-instance/index.ts';
import { tagResource } from './tag-resource/index.ts';

export const ec2Actions: readonly Action[] = [
  deregisterFromLoadBalancers,
  detachFromAsg,
  detachInstanceProfile,
  isolateInstance,
  protectTermination,
  revokeOpenIngress,
  snapshotVolumes,
  stopInstance,
  tagResource,
];
