import type { LakeRow } from '../../core/ingest/lake-row.ts';
import { lakeRow } from './lake-row.ts';

const deploy = 'arn:aws:sts::111122223333:assumed-role/deploy/ci';
const root = 'arn:aws:iam::111122223333:root';

let count = 0;

interface Call {
  readonly at: string;
  readonly raw?: Readonly<Record<string, unknown>>;
  readonly changes?: Partial<LakeRow>;
}

/** What happened at a time of the week that queries are asked about, or of the one before, and was processed ten seconds later. */
function call(action: string, { at, raw = {}, changes = {} }: Call): LakeRow {
  return lakeRow(`event-${++count}`, {
    event_time: `2026-01-${at}:00.000Z`,
    processed_at: `2026-01-${at}:10.000Z`,
    action,
    raw: JSON.stringify({ eventName: action, userAgent: 'aws-cli/2', ...raw }),
    ...changes,
  });
}

const login = (at: string, success: boolean, changes: Partial<LakeRow> = {}, mfa = 'No'): LakeRow =>
  call('ConsoleLogin', {
    at,
    raw: {
      responseElements: { ConsoleLogin: success ? 'Success' : 'Failure' },
      additionalEventData: { MFAUsed: mfa },
      userIdentity: { type: 'IAMUser' },
    },
    changes: { source: 'signin.amazonaws.com', event_type: 'AwsConsoleSignIn', ...changes },
  });

const far = { src_ip: '203.0.113.66', geo_info: { country: 'NL' } };

/** Of the week from 2026-01-08 on, and before. Each query of `queries/` finds something in it, and must leave something out. */
export const logRows: readonly LakeRow[] = [
  // Before the week.
  call('DescribeInstances', { at: '02T10:00', changes: { source: 'ec2.amazonaws.com', risk_score: 95 } }),
  login('03T09:00', false),
  // Alice at home.
  ...['08T09:00', '09T09:00', '10T09:00'].map((at) =>
    call('DescribeInstances', {
      at,
      raw: { userIdentity: { accessKeyId: 'AKIAEXAMPLE1', type: 'IAMUser' } },
      changes: { source: 'ec2.amazonaws.com' },
    }),
  ),
  login('08T08:00', true),
  login('09T08:00', true, {}, 'Yes'),
  // Her key elsewhere.
  call('ListBuckets', {
    at: '10T22:00',
    raw: { userAgent: 'pacu/1.0', errorCode: 'AccessDenied', userIdentity: { accessKeyId: 'AKIAEXAMPLE1' } },
    changes: {
      ...far,
      source: 's3.amazonaws.com',
      risk_score: 72,
      rule_ids: ['denied-calls'],
      threat_intel: { is_known_threat: true, confidence: 90, feeds: ['tor-exits', 'own'] },
    },
  }),
  call('CreateAccessKey', {
    at: '10T22:05',
    raw: { userAgent: 'pacu/1.0', errorCode: 'AccessDenied' },
    changes: { ...far, risk_score: 88, rule_ids: ['denied-calls', 'key-for-other'] },
  }),
  ...['11T01:00', '11T01:01'].map((at) => login(at, false, far)),
  call('GetObject', {
    at: '11T02:00',
    raw: {
      requestParameters: { bucketName: 'payroll' },
      additionalEventData: { bytesTransferredOut: 3_145_728 },
    },
    changes: { source: 's3.amazonaws.com' },
  }),
  call('GetObject', {
    at: '11T02:01',
    raw: {
      requestParameters: { bucketName: 'payroll' },
      additionalEventData: { bytesTransferredOut: 524_288 },
    },
    changes: { source: 's3.amazonaws.com' },
  }),
  call('AssumeRole', {
    at: '11T03:00',
    raw: {
      userIdentity: { accountId: '444455556666' },
      requestParameters: { roleArn: 'arn:aws:iam::111122223333:role/partner' },
    },
    changes: { source: 'sts.amazonaws.com', principal: null },
  }),
  call('AssumeRole', {
    at: '11T03:01',
    raw: {
      userIdentity: { accountId: '111122223333' },
      requestParameters: { roleArn: 'arn:aws:iam::111122223333:role/deploy' },
    },
    changes: { source: 'sts.amazonaws.com', principal: deploy },
  }),
  call('DeleteTrail', {
    at: '12T04:00',
    raw: { userIdentity: { type: 'Root' } },
    changes: { source: 'cloudtrail.amazonaws.com', principal: root, risk_score: 97 },
  }),
  // No JSON at all.
  call('REJECT', {
    at: '12T05:00',
    changes: {
      source: 'vpc-flow',
      event_type: 'REJECT',
      principal: 'eni-1',
      raw: '2 111122223333 eni-1 203.0.113.66 10.0.0.5 4444 22 6 1 40 1767225600 1767225660 REJECT OK',
    },
  }),
];
