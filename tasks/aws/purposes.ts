import type { Catalog } from '../../core/action-spec.ts';
import { permissions as enrichment } from '../enrich/permissions.ts';
import { permissions as writeBack } from '../write-back/permissions.ts';

/**
 * What sessions of the responder are for, by how the names of their purposes begin, and the IAM actions that all phases of
 * it need: `ec2.` for the actions of EC2. One that needs nothing of AWS is left out.
 */
export function permissionsByPurpose(catalog: Catalog): ReadonlyMap<string, readonly string[]> {
  const services = Map.groupBy(catalog.values(), ({ id }) => `${id.split('.')[0]}.`);
  const ofActions = [...services].map(
    ([service, specs]) =>
      [service, specs.flatMap(({ permissions }) => Object.values(permissions).flat())] as const,
  );
  const all = [['enrich', enrichment], ['write-back', writeBack], ...ofActions] as const;
  return new Map(
    all
      .map(([purpose, permissions]) => [purpose, permissions.filter(isOfAws)] as const)
      .filter(([, permissions]) => permissions.length > 0),
  );
}

/** Those of our own messenger mean nothing to AWS. */
const isOfAws = (permission: string): boolean => !permission.startsWith('tourniquet:');
