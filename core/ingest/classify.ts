import { isJsonObject, type JsonObject } from '../json.ts';
import { cloudTrail } from './kinds/cloudtrail.ts';
import { generic } from './kinds/generic.ts';
import { guardDuty } from './kinds/guardduty.ts';
import { type Classified, findMisfit, type Kind, type ReadContext } from './kinds/kind.ts';
import { route53Resolver } from './kinds/route53-resolver.ts';
import { securityHubV2 } from './kinds/security-hub-v2.ts';
import { securityHub } from './kinds/security-hub.ts';

/** The first that recognises a record reads it. Flow logs are no JSON: see `flow-log.ts`. */
const kinds: readonly Kind[] = [cloudTrail, route53Resolver, guardDuty, securityHub, securityHubV2];

/**
 * What a record is, by its shape, and what the lake and the rules ask of it. What EventBridge sent is taken out of its
 * envelope if it is of a known kind.
 * @returns the reason where it is not usable, in one line
 */
export function classify(record: JsonObject, context: ReadContext): Classified | string {
  const known = recognise(record);
  if (known !== undefined) return readAs(known, record, context);
  const inner = 'detail-type' in record ? openEnvelope(record) : undefined;
  const kind = inner === undefined ? undefined : recognise(inner);
  return inner === undefined || kind === undefined
    ? readAs(generic, record, context)
    : readAs(kind, inner, context);
}

const recognise = (record: JsonObject): Kind | undefined => kinds.find((kind) => kind.recognises(record));

/** Security Hub's events have one finding each, in a list. */
function openEnvelope({ detail }: JsonObject): JsonObject | undefined {
  if (!isJsonObject(detail)) return undefined;
  const { findings } = detail;
  if (!Array.isArray(findings)) return detail;
  const [only, ...others] = findings.filter(isJsonObject);
  return others.length === 0 ? only : undefined;
}

function readAs(kind: Kind, record: JsonObject, context: ReadContext): Classified | string {
  const misfit = findMisfit(record, kind.shape);
  const read = misfit ?? kind.read(record, context);
  return typeof read === 'string' ? `it is a record of ${kind.kind}, but ${read}` : read;
}
