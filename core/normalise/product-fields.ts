import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { GuardDutyService } from './guardduty-schema.ts';

type Tree = Map<string, Tree | string>;

const prefix = 'aws/guardduty/service/';
const maxSegments = 20;

/**
 * GuardDuty's `service` out of ASFF's flat `ProductFields`: `aws/guardduty/service/action/actionType`,
 * lists as `portProbeDetails.0_`. Read with the schema of the direct route, so that both routes agree.
 */
export function serviceOf(fields: Json | undefined): GuardDutyService {
  const root: Tree = new Map();
  for (const [key, value] of Object.entries(isJsonObject(fields) ? fields : {})) {
    const segments = key.startsWith(prefix) ? key.slice(prefix.length).split(/\/|\.(?=\d+_)/) : [];
    if (typeof value === 'string' && segments.length > 0 && segments.length <= maxSegments)
      plant(root, segments, value);
  }
  return GuardDutyService.parse(toJson(root));
}

/** Where a name is both leaf (often empty) and branch, the branch stays. */
function plant(root: Tree, segments: readonly string[], value: string): void {
  let tree = root;
  for (const segment of segments.slice(0, -1)) {
    const next = tree.get(segment);
    const branch: Tree = next instanceof Map ? next : new Map();
    tree.set(segment, branch);
    tree = branch;
  }
  const leaf = segments.at(-1) ?? '';
  if (!(tree.get(leaf) instanceof Map)) tree.set(leaf, value);
}

function toJson(tree: Tree): JsonObject | Json[] {
  const entries = [...tree].map(
    ([key, value]) => [key, value instanceof Map ? toJson(value) : value] as const,
  );
  const isList = entries.length > 0 && entries.every(([key]) => /^\d+_$/.test(key));
  return isList ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}
