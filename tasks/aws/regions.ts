import { InvalidInput } from '../../core/errors.ts';
import { isRegionName } from '../../core/region-name.ts';

/** Where the global services of a partition answer. */
const globalRegions: ReadonlyMap<string, string> = new Map([
  ['aws', 'us-east-1'],
  ['aws-cn', 'cn-north-1'],
  ['aws-us-gov', 'us-gov-west-1'],
]);

/**
 * The Region of the endpoint for a target: `aws-global` is where the partition's IAM is. Regions come from
 * findings and become part of host names, so that nothing else passes.
 */
export function endpointRegion(region: string, partition: string): string {
  const found = region === 'aws-global' ? globalRegions.get(partition) : region;
  if (found !== undefined && isRegionName(found)) return found;
  throw new InvalidInput(`${JSON.stringify(region)} is no Region of the partition ${partition}`);
}
