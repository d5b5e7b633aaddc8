import type { Remote, Resource } from '../finding.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { findHashes } from '../intel/find-hashes.ts';
import { lastSegment, parseArn } from './arn.ts';
import type { Draft, Envelope, Reading } from './draft.ts';
import { detectorOf } from './guardduty.ts';
import { guardDutyTypeAmong, tacticsOfType } from './guardduty-type.ts';
import { type Endpoint, OcsfFinding, type OcsfResource } from './ocsf-schema.ts';
import { actorOf } from './principal.ts';
import { isOwnProduct, productOf } from './product.ts';
import { validIp, validPort } from './remotes.ts';
import { hasSampleTitle, saysSample } from './sample.ts';
import { severityOfOcsf } from './severity.ts';
import { resourcesOf } from './typed-resource.ts';
import { markInComment } from '../write-back-mark.ts';
import { camelKeys, firstOf } from './wire.ts';

/** A finding of the new Security Hub (`Findings Imported V2`). GuardDuty's keep GuardDuty's ARN and type. */
export function readOcsf(wire: JsonObject, envelope: Envelope): Reading {
  const finding = OcsfFinding.parse(camelKeys(wire));
  const { findingInfo: info, metadata } = finding;
  const product = productOf(metadata.product.uid, metadata.product.name);
  if (isOwnProduct(product, undefined)) return { skipped: 'it is a finding of Tourniquet itself' };
  if (finding.compliance.statusId === 1) return { skipped: 'it reports a check that passed' };
  const resources = finding.resources.flatMap((resource) => resourcesOfOcsf(resource));
  const shortId = product === 'guardduty' ? lastSegment(info.uid) : undefined;
  return {
    draft: {
      id: info.uid ?? metadata.uid,
      aliases: [info.uidAlt, shortId, metadata.uid],
      source: 'securityhub-v2',
      product,
      title: info.title,
      description: info.desc,
      severity: severityOfOcsf(finding.severityId, finding.severity),
      count: finding.count,
      createdAt: firstOf(info.createdTimeDt, info.createdTime, info.firstSeenTimeDt),
      updatedAt: firstOf(info.modifiedTimeDt, info.modifiedTime, finding.timeDt, finding.time),
      resources: [...resources, ...bucketOf(finding)],
      actor: actorOf(resources),
      remotes: remotesOf(finding),
      hashes: findHashes(wire),
      ...whereOf(finding, envelope),
      ...kindOf(finding, product),
      ...stateOf(finding),
    },
  };
}

function whereOf(finding: OcsfFinding, envelope: Envelope): Pick<Draft, 'account' | 'region' | 'partition'> {
  const { cloud, resources } = finding;
  const [first] = resources;
  const place = parseArn(finding.findingInfo.uid);
  return {
    account: firstOf(cloud.account.uid, first?.owner.account.uid, place?.account),
    region: firstOf(cloud.region, first?.region, place?.region || undefined, envelope.region),
    partition: firstOf(cloud.cloudPartition, first?.cloudPartition, place?.partition),
  };
}

function kindOf(finding: OcsfFinding, product: string): Pick<Draft, 'type' | 'tactics' | 'techniques'> {
  const { types, attacks } = finding.findingInfo;
  const { control } = finding.compliance;
  const own = guardDutyTypeAmong(types);
  const taxonomy = own ?? types[0];
  const tactics = attacks.flatMap((attack) =>
    [attack.tactic, ...attack.tactics].flatMap((tactic) => tactic.name ?? []),
  );
  return {
    type: control === undefined ? taxonomy : `${taxonomy ?? 'Security Hub'}/${control}`,
    tactics: [...(product === 'guardduty' ? tacticsOfType(own) : []), ...tactics],
    techniques: attacks.flatMap(({ technique }) => technique.uid ?? technique.name ?? []),
  };
}

/** OCSF `status_id`: 3 suppressed, 4 resolved, 5 archived, 6 deleted; `activity_id` 3: close. */
const closedStatus = new Set([3, 4, 5, 6]);

function stateOf(finding: OcsfFinding): Pick<Draft, 'archived' | 'sample' | 'provider'> {
  const { product, uid: metadataUid } = finding.metadata;
  return {
    archived: closedStatus.has(finding.statusId ?? 0) || finding.activityId === 3,
    sample: isSample(finding),
    provider: {
      productArn: product.uid,
      detectorId: detectorOf(finding.findingInfo.uid),
      workflowStatus: finding.status,
      metadataUid,
      writtenBackFor: markInComment(finding.comment, finding.status),
    },
  };
}

/**
 * OCSF has no field for it. GuardDuty's flag may come along in evidence or unmapped data; the names that
 * GuardDuty's generator gives to everything (`GeneratedFinding…`) betray it where it does not.
 */
function isSample(finding: OcsfFinding): boolean {
  const data = [finding.unmapped, ...finding.evidences.map((evidence) => evidence.data)];
  return (
    hasSampleTitle(finding.findingInfo.title) ||
    finding.metadata.labels.some((label) => label.toLowerCase() === 'sample') ||
    data.some((item) => saysSample(item) || (isJsonObject(item) && saysSample(item['additionalInfo']))) ||
    finding.resources.some(({ uid, name }) => /(^|[/:])GeneratedFinding/.test(`${uid ?? ''}:${name ?? ''}`))
  );
}

function resourcesOfOcsf(resource: OcsfResource): Resource[] {
  const { type, uid, uidAlt, name, region, owner, user } = resource;
  return resourcesOf({
    type,
    uid: uid ?? uidAlt,
    arn: uidAlt,
    name: user.name ?? name,
    account: owner.account.uid,
    region,
    tags: tagsOf(resource),
    details: resource.data,
  });
}

/** `tags: [{name, value}]` or a map, else `labels: ["name:value"]`. */
function tagsOf({ tags, labels }: OcsfResource): Record<string, string> | undefined {
  const pairs = labels.flatMap((label) => {
    const at = label.indexOf(':');
    return at === -1 ? [] : [[label.slice(0, at), label.slice(at + 1)] as const];
  });
  return tags ?? (pairs.length === 0 ? undefined : Object.fromEntries(pairs.slice(0, 100)));
}

/** Data security findings (Macie) name the bucket beside the resources. */
const bucketOf = ({ databucket }: OcsfFinding): Resource[] =>
  resourcesOf({ type: 'AWS::S3::Bucket', uid: databucket.uid, name: databucket.name });

const remotesOf = (finding: OcsfFinding): Remote[] =>
  finding.evidences.flatMap((evidence) => [
    ...remoteOfEndpoint(evidence.srcEndpoint),
    ...remoteOfEndpoint(evidence.dstEndpoint),
    { domain: evidence.query.hostname },
  ]);

/** An endpoint that is one of our own instances (a uid, no address) is no remote. */
function remoteOfEndpoint(endpoint: Endpoint): Remote[] {
  if (endpoint === undefined) return [];
  const { port, location, autonomousSystem, domain, hostname, uid } = endpoint;
  return [
    {
      ip: validIp(endpoint.ip) ?? validIp(uid),
      port: validPort(port),
      domain: domain ?? hostname ?? (isDomain(uid) ? uid : undefined),
      country: location.country,
      city: location.city,
      asn: autonomousSystem.number,
      org: autonomousSystem.name,
    },
  ];
}

const isDomain = (value: string | undefined) =>
  value !== undefined && validIp(value) === undefined && /^[a-z0-9_-]+(\.[a-z0-9_-]+)+\.?$/i.test(value);
