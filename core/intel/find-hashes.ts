import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { fileHash } from './read-indicator.ts';

/** A malware scan names the files of a whole volume. */
const maxHashes = 50;

/**
 * `hash` of GuardDuty's scans and S3 objects and of Security Hub's `Threats`, `executableSha256`, `moduleSha256` and
 * `threatFileSha256` of GuardDuty's runtime findings; flattened names of `ProductFields` end with these.
 */
const namesHash = /(?:hash|sha256|sha1|md5)$/i;
/** ASFF's indicators say beside the value that it is a hash, OCSF's fingerprints stand in a list of that name. */
const indicatorOfHash = /^HASH_(?:MD5|SHA1|SHA256)$/;

/** Hashes of files in a finding of any format, distinct and in lower case, by the fields that hold them. */
export function findHashes(finding: Json): readonly string[] {
  const found = new Set<string>();
  visit(finding, '', found);
  return [...found];
}

function visit(value: Json, name: string, found: Set<string>): void {
  if (found.size >= maxHashes) return;
  if (typeof value === 'string') {
    if (namesHash.test(name) && fileHash.test(value)) found.add(value.toLowerCase());
  } else if (Array.isArray(value)) {
    for (const item of value) visit(item, name, found);
  } else if (isJsonObject(value)) {
    visitFields(value, name, found);
  }
}

function visitFields(fields: JsonObject, name: string, found: Set<string>): void {
  const kind = fields['Type'] ?? fields['type'];
  const isHash = name === 'hashes' || (typeof kind === 'string' && indicatorOfHash.test(kind));
  for (const [key, value] of Object.entries(fields)) {
    if (value !== undefined) visit(value, isHash && /^value$/i.test(key) ? 'hash' : key, found);
  }
}
