import * as z from 'zod';
import { accountId, json, list, name, number, part, shape, tags, text, texts, time } from './wire.ts';

/**
 * OCSF findings as Security Hub sends them, with camelCase keys: detection (2004), compliance (2003),
 * vulnerability (2002) and data security (2006) findings. https://schema.ocsf.io,
 * https://docs.aws.amazon.com/securityhub/latest/userguide/security-hub-adv-ocsf-findings.html
 */
const Account = part(z.object({ uid: accountId }));

const Endpoint = shape(
  z.object({
    ip: text,
    port: number,
    uid: text,
    domain: text,
    hostname: text,
    location: part(z.object({ country: text, city: text })),
    autonomousSystem: part(z.object({ number: text, name: text })),
  }),
);
export type Endpoint = z.output<typeof Endpoint>;

export const OcsfResource = z.object({
  type: text,
  uid: name,
  uidAlt: name,
  name,
  region: name,
  cloudPartition: name,
  owner: part(z.object({ account: Account })),
  user: part(z.object({ name })),
  tags,
  labels: texts,
  data: json,
});
export type OcsfResource = z.output<typeof OcsfResource>;

const Attack = z.object({
  tactic: part(z.object({ name: text })),
  tactics: list(z.object({ name: text })),
  technique: part(z.object({ uid: text, name: text })),
});

export const OcsfFinding = z.object({
  classUid: number,
  activityId: number,
  severityId: number,
  severity: text,
  status: text,
  statusId: number,
  count: number,
  comment: text,
  time,
  timeDt: time,
  metadata: part(
    z.object({
      uid: name,
      labels: texts,
      product: part(z.object({ name, uid: name })),
    }),
  ),
  cloud: part(z.object({ account: Account, region: name, cloudPartition: name })),
  findingInfo: part(
    z.object({
      uid: name,
      uidAlt: name,
      title: text,
      desc: text,
      types: texts,
      createdTime: time,
      createdTimeDt: time,
      firstSeenTimeDt: time,
      modifiedTime: time,
      modifiedTimeDt: time,
      attacks: list(Attack),
    }),
  ),
  compliance: part(z.object({ status: text, statusId: number, control: text })),
  resources: list(OcsfResource),
  databucket: part(z.object({ name, uid: name })),
  evidences: list(
    z.object({
      srcEndpoint: Endpoint,
      dstEndpoint: Endpoint,
      query: part(z.object({ hostname: text })),
      data: json,
    }),
  ),
  unmapped: json,
});
export type OcsfFinding = z.output<typeof OcsfFinding>;
