import type { ActionSpec, Catalog } from '../../core/action-spec.ts';
import { spec as isolateInstance } from './ec2/isolate-instance/spec.ts';
import { spec as snapshotVolumes } from './ec2/snapshot-volumes/spec.ts';
import { spec as disableAccessKey } from './iam/disable-access-key/spec.ts';
import { spec as revokeRoleSessions } from './iam/revoke-role-sessions/spec.ts';
import { spec as blockPublicAccess } from './s3/block-public-access/spec.ts';

/** An entry for readers that know actions by id only: its `target` checks the parameters first. */
export function toEntry<P>(spec: ActionSpec<P>): ActionSpec {
  return { ...spec, target: (parameters) => spec.target(spec.parameters.parse(parameters)) };
}

/** Every action, without the AWS SDK: for the compiler, the editors' schema, the roles in infra and docs. */
export const catalog: Catalog = new Map(
  [
    toEntry(isolateInstance),
    toEntry(snapshotVolumes),
    toEntry(disableAccessKey),
    toEntry(revokeRoleSessions),
    toEntry(blockPublicAccess),
  ].map((spec) => [spec.id, spec]),
);
