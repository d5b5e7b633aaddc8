import type { Json, JsonObject } from '../json.ts';
import { addressOf, instantOf, textOf } from './kinds/fields.ts';
import { type Classified, noTraits, type ReadContext } from './kinds/kind.ts';

/**
 * VPC flow logs, all versions: lines of fields parted by spaces, which the first line names.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */

/** The default format, version 2. */
export const defaultFields: readonly string[] =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status'.split(
    ' ',
  );

/** Fields of later versions that a custom format may begin with: one of these tells a header from a record. */
const laterFields =
  'vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr region az-id sublocation-type sublocation-id pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path ecs-cluster-arn ecs-cluster-name ecs-container-instance-arn ecs-container-instance-id ecs-container-id ecs-second-container-id ecs-service-name ecs-task-definition-arn ecs-task-arn ecs-task-id reject-reason resource-id encryption-status resource-type'.split(
    ' ',
  );
const knownFields: ReadonlySet<string> = new Set([...defaultFields, ...laterFields]);

const numberFields: ReadonlySet<string> = new Set(
  'version srcport dstport protocol packets bytes start end tcp-flags traffic-path encryption-status'.split(
    ' ',
  ),
);

/** Twice as many as there are. */
const maxFields = 100;

/** AWS's names are at most half as long. Lines are told apart with their header, and each dead letter keeps it. */
const fieldName = /^[a-z][a-z0-9-]{0,63}$/;

/** A header has nothing but names, also such as a later version may bring, and begins with a known one. */
export const isHeader = (words: readonly string[]): boolean =>
  words.length <= maxFields && knownFields.has(words[0] ?? '') && words.every((word) => fieldName.test(word));

/** Whether it is of the default format: a version, an account, and as many fields as that has. */
export const looksLikeFlow = (words: readonly string[]): boolean =>
  words.length === defaultFields.length &&
  /^\d{1,2}$/.test(words[0] ?? '') &&
  /^(?:\d{12}|unknown|-)$/.test(words[1] ?? '');

/** @returns the reason where it is not usable, in one line */
export function readFlow(
  words: readonly string[],
  fields: readonly string[],
  context: ReadContext,
): Classified | string {
  if (words.length !== fields.length) {
    return `it is neither JSON nor a line of a VPC flow log: it has ${words.length} fields, and ${fields.length} are named (${fields.join(' ').slice(0, 80)}); send JSON, or the flow log's header first`;
  }
  const record = nameValues(words, fields);
  return typeof record === 'string' ? record : describeFlow(record, context);
}

/** A `-` stands for what a flow does not have. */
function nameValues(words: readonly string[], fields: readonly string[]): JsonObject | string {
  const record: Record<string, Json> = {};
  for (const [at, field] of fields.entries()) {
    const word = words[at] ?? '-';
    if (word === '-') continue;
    const isNumber = numberFields.has(field);
    if (isNumber && !/^\d{1,16}$/.test(word)) {
      return `it is a line of a VPC flow log, but ${field} is ${JSON.stringify(word.slice(0, 80))}, and must be a number; send the header that names its fields first`;
    }
    record[field] = isNumber ? Number(word) : word;
  }
  return record;
}

function describeFlow(record: JsonObject, context: ReadContext): Classified {
  const { start } = record;
  const action = textOf(record['action']);
  const srcIp = addressOf(record['srcaddr']);
  const addresses = [
    srcIp,
    ...['dstaddr', 'pkt-srcaddr', 'pkt-dstaddr'].map((name) => addressOf(record[name])),
  ];
  return {
    record: {
      kind: 'vpc-flow',
      id: context.digest(),
      time: (typeof start === 'number' ? instantOf(start * 1000) : null) ?? context.now,
      type: action ?? textOf(record['log-status']) ?? 'unknown',
      source: 'vpc-flow',
      account: textOf(record['account-id']),
      region: textOf(record['region']),
      principal: textOf(record['instance-id']) ?? textOf(record['interface-id']),
      action,
      srcIp,
      record,
    },
    ips: [...new Set(addresses.filter((address) => address !== null))],
    domains: [],
    traits: action === 'REJECT' ? { ...noTraits, denied: true } : noTraits,
  };
}
