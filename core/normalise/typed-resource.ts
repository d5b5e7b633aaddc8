import type { Resource } from '../finding.ts';
import type { Json } from '../json.ts';
import { lastSegment, parseArn } from './arn.ts';
import { type BuilderInput, builders } from './resource-builders.ts';

/** One affected resource as any of the wire formats names it: a type, an identifier, and details. */
export interface TypedResource {
  /** `AwsEc2Instance`, `AWS::EC2::Instance`, `EC2_INSTANCE`, `Instance`: all are the same type. */
  readonly type: string | undefined;
  /** An ARN or a bare id. */
  readonly uid?: string | undefined;
  readonly arn?: string | undefined;
  readonly name?: string | undefined;
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  readonly tags?: Record<string, string> | undefined;
  /** With camelCase keys. */
  readonly details?: Json | undefined;
}

/** The type without vendor prefix, separators and case: `ec2instance`. */
const canonical = (type: string | undefined): string =>
  (type ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/^aws/, '');

/**
 * The resources that one typed resource stands for: an access key brings the user or role behind it. A
 * type that has no kind of its own, or lacks what its kind needs, becomes `other`; without any identifier
 * there is nothing to keep.
 */
export function resourcesOf(resource: TypedResource): Resource[] {
  const common = commonOf(resource);
  const builder = builders.get(canonical(resource.type));
  const built = builder === undefined ? [] : builder({ ...resource, common });
  return built.length > 0 ? built : otherResource(resource, common);
}

/** Account and region as given, else as the ARN has them (empty in those of global services). */
function commonOf({ arn, uid, account, region, tags }: TypedResource): BuilderInput['common'] {
  const own = [arn, uid].find((value) => parseArn(value) !== undefined);
  const place = parseArn(own);
  return {
    arn: own,
    account: account ?? (place?.account || undefined),
    region: region ?? (place?.region || undefined),
    tags,
  };
}

function otherResource(resource: TypedResource, common: BuilderInput['common']): Resource[] {
  const id = resource.uid ?? resource.arn ?? resource.name;
  if (id === undefined || lastSegment(id) === undefined) return [];
  return [{ kind: 'other', resourceType: resource.type ?? 'unknown', id, ...common }];
}
