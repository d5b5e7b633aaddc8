import { Rule } from '../../core/detect/rule.ts';
import type { Hit } from '../../core/detect/hit.ts';
import type { LogRecord } from '../../core/ingest/log-record.ts';
import type * as z from 'zod';

/** A call of a user whose key was stolen, as CloudTrail writes it, classified. */
export const stopLogging: LogRecord = {
  kind: 'cloudtrail',
  id: 'c0a1',
  time: '2026-03-01T10:00:00.000Z',
  type: 'AwsApiCall',
  source: 'cloudtrail.amazonaws.com',
  account: '111122223333',
  region: 'eu-west-1',
  principal: 'arn:aws:iam::111122223333:user/mallory',
  action: 'StopLogging',
  srcIp: '198.51.100.7',
  record: {
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLEMALLORY',
      arn: 'arn:aws:iam::111122223333:user/mallory',
      accountId: '111122223333',
      accessKeyId: 'AKIAEXAMPLEMALLORY01',
      userName: 'mallory',
    },
    eventSource: 'cloudtrail.amazonaws.com',
    eventName: 'StopLogging',
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-cli/2.17.0',
    requestParameters: { name: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main' },
    responseElements: null,
    eventID: 'c0a1',
  },
};

/** A rule as its file has it, which fires on `stopLogging`. */
export const trailStopped = {
  id: 'trail-stopped',
  name: 'A trail was stopped',
  description: 'Nothing is recorded from now on.',
  kinds: ['cloudtrail'],
  severity: 'HIGH',
  attack: { tactics: ['TA0005'], techniques: ['T1562.008'] },
  match: { event: { action: ['StopLogging'] } },
} satisfies z.input<typeof Rule>;

export const makeRule = (more: Partial<z.input<typeof Rule>> = {}): Rule =>
  Rule.parse({ ...trailStopped, ...more });

/** A hit whose record differs so much from `stopLogging`. */
export const makeHit = (rule: Rule = makeRule(), more: Partial<LogRecord> = {}): Hit => ({
  rule,
  record: { ...stopLogging, ...more },
  identity: JSON.stringify(more),
});
