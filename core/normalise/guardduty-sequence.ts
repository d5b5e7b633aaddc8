import type { Finding, Remote, Resource } from '../finding.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { lastSegment } from './arn.ts';
import type { Sequence } from './guardduty-schema.ts';
import { actorOf, principalResources } from './principal.ts';
import { validIp, validPort } from './remotes.ts';
import { resourcesOf } from './typed-resource.ts';

/**
 * Attack sequences carry their resources under `service.detection.sequence` and nowhere else
 * (guardduty-extended-threat-detection). Actors count as resources: theirs are the credentials to contain.
 */
export function sequenceResources(sequence: Sequence): Resource[] {
  const interfaces = new Map(
    sequence.resources.flatMap((item) => {
      const data = dataOf(item.data, 'ec2NetworkInterface');
      return data === undefined || item.uid === undefined ? [] : [[item.uid, data] as const];
    }),
  );
  const named = sequence.resources.flatMap((item) =>
    resourcesOf({
      type: item.resourceType,
      uid: item.uid,
      name: item.name,
      account: item.accountId,
      region: item.region,
      tags: item.tags,
      details: joinInterfaces(onlyData(item.data), interfaces),
    }),
  );
  return [...named, ...sequence.actors.flatMap(({ user }) => credentialsOf(user))];
}

type User = Sequence['actors'][number]['user'];

/** In the actor's own account: a role of the same name in another one has done nothing. */
const credentialsOf = ({ credentialUid, uid, name, type, account }: User): Resource[] =>
  principalResources({ accessKeyId: credentialUid, principalId: uid, name, type }, { account: account.uid });

export function sequenceActor({ actors: [first] }: Sequence): Finding['actor'] {
  return first === undefined ? undefined : actorOf(credentialsOf(first.user));
}

export function sequenceRemotes(sequence: Sequence): Remote[] {
  return sequence.endpoints.map((endpoint) => ({
    ip: validIp(endpoint.ip),
    port: validPort(endpoint.port),
    domain: endpoint.domain,
    country: endpoint.location.country,
    city: endpoint.location.city,
    asn: endpoint.autonomousSystem.number,
    org: endpoint.autonomousSystem.name,
  }));
}

/** Values of the indicators `ATTACK_TACTIC` and `ATTACK_TECHNIQUE`, of the whole and of each signal. */
export function sequenceIndicators(sequence: Sequence, key: string): string[] {
  const indicators = [
    ...sequence.sequenceIndicators,
    ...sequence.signals.flatMap((signal) => signal.signalIndicators),
  ];
  return indicators.filter((indicator) => indicator.key === key).flatMap((indicator) => indicator.values);
}

function dataOf(data: Json | undefined, key: string): JsonObject | undefined {
  const inner = isJsonObject(data) ? data[key] : undefined;
  return isJsonObject(inner) ? inner : undefined;
}

/** `data` holds one object, under the name of its kind. */
const onlyData = (data: Json | undefined): JsonObject | undefined =>
  isJsonObject(data) ? Object.values(data).find(isJsonObject) : undefined;

/** Instances name their interfaces by uid; the interfaces stand beside them as resources of their own. */
function joinInterfaces(data: JsonObject | undefined, interfaces: ReadonlyMap<string, JsonObject>): Json {
  const uids = data?.['ec2NetworkInterfaceUids'];
  if (data === undefined || !Array.isArray(uids)) return data ?? null;
  const joined = uids
    .filter((uid: Json) => typeof uid === 'string')
    .map((uid) => Object.assign({}, interfaces.get(uid), { networkInterfaceId: lastSegment(uid) ?? uid }));
  return { ...data, networkInterfaces: joined };
}
