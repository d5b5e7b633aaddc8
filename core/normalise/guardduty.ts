import type { JsonObject } from '../json.ts';
import { findHashes } from '../intel/find-hashes.ts';
import { parseArn } from './arn.ts';
import type { Draft, Envelope, Reading } from './draft.ts';
import { guardDutyResources, localActor } from './guardduty-resources.ts';
import { GuardDutyFinding } from './guardduty-schema.ts';
import {
  sequenceActor,
  sequenceIndicators,
  sequenceRemotes,
  sequenceResources,
} from './guardduty-sequence.ts';
import { tacticsOfType } from './guardduty-type.ts';
import { actorOf } from './principal.ts';
import { remotesOfAction, mannerOf } from './remotes.ts';
import { hasSampleTitle, saysSample } from './sample.ts';
import { severityOfGuardDuty } from './severity.ts';
import { camelKeys, firstOf } from './wire.ts';

/**
 * A finding as GuardDuty's events carry it (camelCase) or its API returns it (PascalCase). Account and
 * region are the finding's own: the delegated administrator's bus carries those of its members.
 */
export function readGuardDuty(wire: JsonObject, envelope: Envelope): Reading {
  const finding = GuardDutyFinding.parse(camelKeys(wire));
  const arn = finding.arn ?? composeArn(finding);
  const place = parseArn(arn);
  return {
    draft: {
      id: arn ?? finding.id,
      aliases: [finding.id],
      source: 'guardduty',
      product: 'guardduty',
      type: finding.type,
      title: finding.title,
      description: finding.description,
      severity: severityOfGuardDuty(finding.severity),
      account: finding.accountId ?? place?.account,
      region: firstOf(finding.region, place?.region, envelope.region),
      partition: finding.partition ?? place?.partition,
      hashes: findHashes(wire),
      ...partsOf(finding),
    },
  };
}

type Parts = Omit<
  Draft,
  | 'id'
  | 'aliases'
  | 'source'
  | 'product'
  | 'type'
  | 'title'
  | 'description'
  | 'severity'
  | 'account'
  | 'region'
  | 'partition'
  | 'hashes'
>;

function partsOf({ title, type, arn, service, resource, ...finding }: GuardDutyFinding): Parts {
  const { action, detection } = service;
  const resources = [...guardDutyResources(resource), ...sequenceResources(detection.sequence)];
  return {
    createdAt: finding.createdAt ?? service.eventFirstSeen,
    updatedAt: finding.updatedAt ?? service.eventLastSeen,
    count: service.count,
    sample: saysSample(service.additionalInfo) || hasSampleTitle(title),
    archived: service.archived,
    resources,
    actor: firstOf(
      localActor(resource),
      sequenceActor(detection.sequence),
      actorOf(resources, mannerOf(action)),
    ),
    remotes: [...remotesOfAction(action), ...sequenceRemotes(detection.sequence)],
    tactics: [...tacticsOfType(type), ...sequenceIndicators(detection.sequence, 'ATTACK_TACTIC')],
    techniques: sequenceIndicators(detection.sequence, 'ATTACK_TECHNIQUE'),
    provider: { detectorId: service.detectorId ?? detectorOf(arn) },
  };
}

/** `detector/<id>/finding/<id>` */
export const detectorOf = (arn: string | undefined): string | undefined =>
  /^detector\/([^/]+)\//.exec(parseArn(arn)?.resource ?? '')?.[1];

function composeArn({ id, accountId, region, partition, service }: GuardDutyFinding): string | undefined {
  const detector = service.detectorId;
  if (id === undefined || accountId === undefined || region === undefined || detector === undefined)
    return undefined;
  return `arn:${partition ?? 'aws'}:guardduty:${region}:${accountId}:detector/${detector}/finding/${id}`;
}
