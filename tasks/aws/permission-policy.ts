import type { Catalog, Phase } from '../../core/action-spec.ts';
import { permissions as enrichment } from '../enrich/permissions.ts';
import { permissions as writeBack } from '../write-back/permissions.ts';
import { allow, type Statement } from './statements.ts';

/** An IAM policy, as `tourniquet permissions` prints it. */
export interface PermissionPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly (Statement & { readonly Sid: string })[];
}

/** What the tasks beside the actions call, by the phase that they go with. */
const ofTasks: Readonly<Partial<Record<Phase, readonly string[]>>> = { plan: enrichment, apply: writeBack };

/**
 * What the responder needs for these phases of the actions, and for what the workflow itself does meanwhile:
 * enrichment along with `plan`, the write-back to Security Hub along with `apply`. A statement for each
 * service, and more where a permission has conditions.
 */
export function createPermissionPolicy(catalog: Catalog, phases: readonly Phase[]): PermissionPolicy {
  const needed = phases.flatMap((phase) => [
    ...(ofTasks[phase] ?? []),
    ...[...catalog.values()].flatMap(({ permissions }) => permissions[phase]),
  ]);
  const services = Map.groupBy(needed.toSorted(), (permission) => permission.split(':')[0] ?? '');
  const statements = [...services].flatMap(([service, permissions]) =>
    allow(permissions).map((statement, n) => ({
      Sid: `Tourniquet${service.charAt(0).toUpperCase()}${service.slice(1)}${n === 0 ? '' : n + 1}`,
      ...statement,
    })),
  );
  return { Version: '2012-10-17', Statement: statements };
}
