import { findHashes } from '../../intel/find-hashes.ts';
import { severityOfOcsf } from '../../normalise/severity.ts';
import type { Json, JsonObject } from '../../json.ts';
import { addressOf, instantOf, listOf, objectOf, textOf, timeOf } from './fields.ts';
import { type Kind, noTraits } from './kind.ts';

/**
 * Findings of the new Security Hub, in OCSF. They are records like others here.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/security-hub-adv-ocsf-findings.html
 */
export const securityHubV2: Kind = {
  kind: 'security-hub',

  recognises: (record) => 'class_uid' in record && 'finding_info' in record,

  shape: [
    ['finding_info', 'object'],
    ['cloud', 'object'],
    ['metadata', 'object'],
    ['severity', 'text'],
  ],

  read(record, context) {
    const info = objectOf(record['finding_info']);
    const cloud = objectOf(record['cloud']);
    const ends = listOf(record['evidences']).map(objectOf);
    const changed = changedAt(info) ?? changedAt(record);
    const [srcIp = null, ...others] = ends.flatMap((end) => [
      ...addressAt(end['src_endpoint']),
      ...addressAt(end['dst_endpoint']),
    ]);
    return {
      record: {
        kind: 'security-hub',
        id: idOf(textOf(info['uid']), changed) ?? context.digest(),
        time: changed ?? context.now,
        type: textOf(listOf(info['types'])[0]) ?? 'unknown',
        source: 'security-hub',
        account: textOf(objectOf(cloud['account'])['uid']),
        region: textOf(cloud['region']),
        principal: textOf(objectOf(listOf(record['resources'])[0])['uid']),
        action: textOf(objectOf(record['compliance'])['control']) ?? productOf(record),
        srcIp,
        record,
      },
      ips: srcIp === null ? [] : [srcIp, ...others],
      domains: ends.flatMap((end) => textOf(objectOf(end['query'])['hostname']) ?? []),
      hashes: findHashes(record),
      traits: { ...noTraits, severity: severityOf(record) },
    };
  },
};

/** A finding is sent again, under its id, whenever anything about it changes. */
const idOf = (id: string | null, changed: string | null): string | null =>
  id === null || changed === null ? null : `${id}/${changed}`;

/** As text, or in milliseconds since the epoch. */
function changedAt(place: JsonObject): string | null {
  const { modified_time_dt: modified, modified_time: modifiedMs, time_dt: time, time: ms } = place;
  const number = modifiedMs ?? ms;
  return timeOf(modified ?? time) ?? (typeof number === 'number' ? instantOf(number) : null);
}

function addressAt(endpoint: Json | undefined): readonly string[] {
  const ip = addressOf(objectOf(endpoint)['ip']);
  return ip === null ? [] : [ip];
}

const productOf = (record: JsonObject): string | null =>
  textOf(objectOf(objectOf(record['metadata'])['product'])['name']);

function severityOf({ severity_id: id, severity: name }: JsonObject): number {
  return severityOfOcsf(typeof id === 'number' ? id : undefined, textOf(name) ?? undefined).score;
}
