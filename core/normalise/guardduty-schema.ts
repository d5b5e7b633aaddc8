import * as z from 'zod';
import { Action } from './remotes.ts';
import { accountId, flag, json, list, name, number, part, shape, tags, text, texts, time } from './wire.ts';

/**
 * GuardDuty's finding with camelCase keys, as EventBridge sends it; `camelKeys` brings the API's PascalCase
 * here. https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Finding.html
 */

const KubernetesDetails = z.object({
  kubernetesUserDetails: part(z.object({ username: text, uid: text, sessionName: texts })),
  kubernetesWorkloadDetails: shape(
    z.object({
      name,
      type: text,
      namespace: text,
      serviceAccountName: text,
      containers: list(z.looseObject({ id: name })),
    }),
  ),
});

const Named = z.looseObject({ arn: name, name, tags });

/** Details that resource builders read themselves stay JSON. */
export const GuardDutyResource = z.looseObject({
  resourceType: text,
  instanceDetails: shape(z.looseObject({ tags })),
  accessKeyDetails: shape(z.looseObject({})),
  s3BucketDetails: list(Named),
  eksClusterDetails: shape(Named),
  kubernetesDetails: part(KubernetesDetails),
  ecsClusterDetails: shape(
    Named.extend({ taskDetails: part(z.object({ containers: list(z.looseObject({ id: name })) })) }),
  ),
  containerDetails: shape(z.looseObject({ id: name })),
  rdsDbInstanceDetails: shape(z.looseObject({ dbInstanceArn: name, tags })),
  rdsDbUserDetails: part(z.object({ user: text })),
  lambdaDetails: shape(z.looseObject({ functionArn: name, tags })),
  ebsVolumeDetails: part(
    z.object({
      scannedVolumeDetails: list(z.object({ volumeArn: name })),
      skippedVolumeDetails: list(z.object({ volumeArn: name })),
    }),
  ),
});
export type GuardDutyResource = z.output<typeof GuardDutyResource>;

const Place = z.object({ city: text, country: text });

const Sequence = z.object({
  actors: list(
    z.object({
      id: text,
      user: part(
        z.object({
          name: text,
          uid: text,
          type: text,
          credentialUid: text,
          account: part(z.object({ uid: text })),
        }),
      ),
    }),
  ),
  resources: list(
    z.object({ uid: name, name, accountId: text, resourceType: text, region: text, tags, data: json }),
  ),
  endpoints: list(
    z.object({
      ip: text,
      domain: text,
      port: number,
      location: part(Place),
      autonomousSystem: part(z.object({ name: text, number: text })),
    }),
  ),
  sequenceIndicators: list(z.object({ key: text, values: texts })),
  signals: list(z.object({ signalIndicators: list(z.object({ key: text, values: texts })) })),
});
export type Sequence = z.output<typeof Sequence>;

export const GuardDutyService = z.object({
  detectorId: text,
  archived: flag,
  count: number,
  eventFirstSeen: time,
  eventLastSeen: time,
  additionalInfo: json,
  action: part(Action),
  detection: part(z.object({ sequence: part(Sequence) })),
});
export type GuardDutyService = z.output<typeof GuardDutyService>;

export const GuardDutyFinding = z.object({
  accountId,
  region: name,
  partition: name,
  id: name,
  arn: name,
  type: name,
  severity: number,
  createdAt: time,
  updatedAt: time,
  title: text,
  description: text,
  resource: part(GuardDutyResource),
  service: part(GuardDutyService),
});
export type GuardDutyFinding = z.output<typeof GuardDutyFinding>;
