import * as z from 'zod';
import { Action } from './remotes.ts';
import { accountId, flag, json, list, name, number, part, shape, tags, text, texts, time } from './wire.ts';

/**
 * The AWS Security Finding Format with camelCase keys.
 * https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html
 */
const Severity = z.object({ label: text, normalized: number, product: number, original: text });

export const AsffResource = z.object({
  type: text,
  id: name,
  partition: name,
  region: name,
  tags,
  details: json,
});
export type AsffResource = z.output<typeof AsffResource>;

export const AsffFinding = z.object({
  id: name,
  productArn: name,
  productName: name,
  generatorId: name,
  awsAccountId: accountId,
  region: name,
  types: texts,
  title: text,
  description: text,
  severity: part(Severity),
  findingProviderFields: part(z.object({ severity: part(Severity), types: texts })),
  createdAt: time,
  updatedAt: time,
  firstObservedAt: time,
  recordState: text,
  workflow: part(z.object({ status: text })),
  workflowState: text,
  compliance: part(z.object({ status: text, securityControlId: text })),
  sample: flag,
  productFields: json,
  userDefinedFields: json,
  resources: list(AsffResource),
  action: shape(Action),
  network: shape(
    z.object({
      direction: text,
      sourceIpV4: text,
      sourceIpV6: text,
      sourcePort: number,
      sourceDomain: text,
      destinationIpV4: text,
      destinationIpV6: text,
      destinationPort: number,
      destinationDomain: text,
    }),
  ),
});
export type AsffFinding = z.output<typeof AsffFinding>;
