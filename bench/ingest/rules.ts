import { Rule } from '../../core/detect/rule.ts';
import type { Json } from '../../core/json.ts';

const verbs = [
  'Create',
  'Delete',
  'Put',
  'Update',
  'Attach',
  'Detach',
  'Modify',
  'Disable',
  'Stop',
  'Authorize',
];
const nouns = [
  'Policy',
  'User',
  'Trail',
  'Detector',
  'Snapshot',
  'Key',
  'Function',
  'Bucket',
  'Group',
  'Route',
];
const services = [
  'iam',
  'ec2',
  's3',
  'kms',
  'lambda',
  'guardduty',
  'cloudtrail',
  'rds',
  'organizations',
  'sts',
];

const at = (list: readonly string[], n: number): string => list[n % list.length] ?? '';
const callOf = (n: number): string => `${at(verbs, n)}${at(nouns, Math.floor(n / 10))}${n}`;
const sourceOf = (n: number): string => `${at(services, n)}.amazonaws.com`;

/** What rules are made of, over and over; most ask for a call, as those in `detections/` do. */
const forms: readonly ((n: number) => Json)[] = [
  (n) => ({ record: { eventSource: [sourceOf(n)], eventName: [callOf(n)], errorCode: [{ exists: false }] } }),
  (n) => ({
    record: { eventSource: [sourceOf(n)], eventName: [callOf(n), callOf(n + 1000), callOf(n + 2000)] },
  }),
  (n) => ({ event: { type: ['AwsApiCall'], action: [callOf(n)] }, record: { readOnly: [false] } }),
  (n) => ({
    $or: [{ event: { action: [callOf(n)] } }, { record: { eventName: [{ prefix: `Batch${callOf(n)}` }] } }],
  }),
  (n) => ({ record: { userIdentity: { type: ['Root'] }, eventName: [{ 'anything-but': [callOf(n)] }] } }),
  (n) => ({ record: { eventSource: [sourceOf(n)], errorCode: [{ prefix: `AccessDenied${n}` }] } }),
  (n) => ({
    record: {
      eventName: [callOf(n)],
      requestParameters: { policyArn: [{ suffix: '/AdministratorAccess' }] },
    },
  }),
  (n) => ({
    record: { eventName: [callOf(n)], userIdentity: { type: ['IAMUser'] } },
    threat: { known: [true] },
  }),
  (n) => ({ record: { eventName: [{ wildcard: `Describe*${n}` }], eventSource: [sourceOf(n)] } }),
  // The tenth has nothing to look it up by, and is tried on each record.
  (n) => ({ record: { additionalEventData: { bytesTransferredOut: [{ numeric: ['>', 1_000_000 + n] }] } } }),
];

/** Rules that hardly ever match, as rules do; the tenth part of them cannot be indexed. */
export function makeRules(count: number): readonly Rule[] {
  return Array.from({ length: count }, (_, n) =>
    Rule.parse({
      id: `rule-${n}`,
      name: `Rule ${n}`,
      description: 'Made for the benchmark.',
      kinds: ['cloudtrail'],
      severity: 'MEDIUM',
      attack: { tactics: ['TA0005'], techniques: ['T1562.008'] },
      match: forms[n % forms.length]?.(n),
    }),
  );
}
