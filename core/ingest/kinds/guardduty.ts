import { findHashes } from '../../intel/find-hashes.ts';
import { isJsonObject, type JsonObject } from '../../json.ts';
import { severityOfGuardDuty } from '../../normalise/severity.ts';
import { addressOf, objectOf, textOf, timeOf } from './fields.ts';
import { type Kind, noTraits } from './kind.ts';

/**
 * GuardDuty's findings, as EventBridge sends and S3 exports them. They are records like others here: what came as a log
 * is not GuardDuty's word.
 */
export const guardDuty: Kind = {
  kind: 'guardduty',

  recognises: (record) =>
    'accountId' in record && 'service' in record && 'severity' in record && 'type' in record,

  shape: [
    ['id', 'text'],
    ['type', 'text'],
    ['accountId', 'text'],
    ['region', 'text'],
    ['updatedAt', 'text'],
    ['service', 'object'],
    ['resource', 'object'],
  ],

  read(record, context) {
    const action = objectOf(objectOf(record['service'])['action']);
    const remotes = remotesOf(action);
    const { severity } = record;
    return {
      record: {
        kind: 'guardduty',
        id: idOf(record) ?? context.digest(),
        time: timeOf(record['updatedAt']) ?? context.now,
        type: textOf(record['type']) ?? 'unknown',
        source: 'guardduty',
        account: textOf(record['accountId']),
        region: textOf(record['region']),
        principal: principalOf(objectOf(record['resource'])),
        action: textOf(action['actionType']),
        srcIp: remotes.ips[0] ?? null,
        record,
      },
      ...remotes,
      hashes: findHashes(record),
      traits: {
        ...noTraits,
        severity: severityOfGuardDuty(typeof severity === 'number' ? severity : undefined).score,
      },
    };
  },
};

/** A finding is sent again, under its id, whenever it is seen again. */
function idOf(record: JsonObject): string | null {
  const id = textOf(record['id']);
  const updated = textOf(record['updatedAt']);
  return id === null || updated === null ? null : `${id}/${updated}`;
}

/** A role's session has a name that its user chose, after a colon. */
function principalOf(resource: JsonObject): string | null {
  const key = objectOf(resource['accessKeyDetails']);
  return (
    textOf(objectOf(resource['instanceDetails'])['instanceId']) ??
    textOf(textOf(key['principalId'])?.split(':')[0]) ??
    textOf(key['userName'])
  );
}

/** Whatever the action is called: the other side's address stands in `remoteIpDetails`, of probes in a list. */
function remotesOf(action: JsonObject): { ips: string[]; domains: string[] } {
  const ips: string[] = [];
  const domains: string[] = [];
  for (const details of Object.values(action).filter(isJsonObject)) {
    const probes = details['portProbeDetails'];
    for (const each of [details, ...(Array.isArray(probes) ? probes.filter(isJsonObject) : [])]) {
      const remote = objectOf(each['remoteIpDetails']);
      ips.push(
        ...[addressOf(remote['ipAddressV4']), addressOf(remote['ipAddressV6'])].filter((ip) => ip !== null),
      );
      const domain = textOf(each['domain']);
      if (domain !== null) domains.push(domain);
    }
  }
  return { ips, domains };
}
