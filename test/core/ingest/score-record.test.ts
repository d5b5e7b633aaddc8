import { describe, expect, it } from 'vitest';
import { RecordScoreConfig } from '../../../core/ingest/record-score-config.ts';
import type { JsonObject } from '../../../core/json.ts';
import { parseThreatList } from '../../../core/intel/threat-list.ts';
import { call, examineRecord, query } from './records.ts';
import { makeRule } from '../../support/log-records.ts';

const read = { ...call, readOnly: true };
const identified = (identity: JsonObject, part: JsonObject = {}) => ({
  ...read,
  userIdentity: identity,
  ...part,
});
const root = { type: 'Root', arn: 'arn:aws:iam::111122223333:root' };
const session = (mfaAuthenticated: string) => ({ sessionContext: { attributes: { mfaAuthenticated } } });
const signIn = { eventType: 'AwsConsoleSignIn', eventName: 'ConsoleLogin' };
const flow = (action: string) => `2 1 eni-1 10.0.0.5 10.0.0.6 1 2 6 1 1 1795201200 1795201260 ${action} OK`;

describe('the score of a record is made of', () => {
  it.each<[string, JsonObject | string, number]>([
    ['nothing for a call that reads', read, 0],
    ['a change', call, 5],
    ['a refusal', { ...read, errorCode: 'AccessDenied' }, 10],
    ['a refusal of EC2', { ...read, errorCode: 'Client.UnauthorizedOperation' }, 10],
    ['nothing for another error', { ...read, errorCode: 'ThrottlingException' }, 0],
    ['a failed sign-in', { ...read, ...signIn, responseElements: { ConsoleLogin: 'Failure' } }, 10],
    ['the root user', identified(root), 20],
    ['nothing for a service in its name', identified({ ...root, invokedBy: 'ec2.amazonaws.com' }), 0],
    ['nothing for an event of a service', identified(root, { eventType: 'AwsServiceEvent' }), 0],
    ['the root user without a second factor', identified({ ...root, ...session('false') }), 30],
    ['the root user with one', identified({ ...root, ...session('true') }), 20],
    ['a sign-in without one', { ...read, ...signIn, additionalEventData: { MFAUsed: 'No' } }, 10],
    [
      'nothing for a role, whose user had one elsewhere',
      identified({ type: 'AssumedRole', ...session('false') }),
      0,
    ],
    ['traffic that was rejected', flow('REJECT'), 10],
    ['nothing for traffic that passed', flow('ACCEPT'), 0],
    ['a query that was blocked', { ...query, firewall_rule_action: 'BLOCK' }, 10],
  ])('%s', (_what, record, points) => {
    expect(examineRecord(record).row.risk_score).toBe(points);
  });

  it.each([
    ['one rule', ['MEDIUM'], 45],
    ['the most severe of several, and a little for each other', ['LOW', 'HIGH', 'MEDIUM'], 75],
    ['three others at most', ['LOW', 'LOW', 'LOW', 'LOW', 'LOW', 'LOW'], 40],
    ['a hundred at most', ['CRITICAL', 'CRITICAL', 'CRITICAL', 'CRITICAL'], 100],
  ] as const)('the severity of %s', (_what, severities, points) => {
    const rules = severities.map((severity, n) => makeRule({ id: `rule-${n}`, severity }));
    expect(examineRecord(read, { rules }).row.risk_score).toBe(points);
  });

  it('what feeds say, by their confidence', () => {
    const { list } = parseThreatList({ name: 'feed', confidence: 50, text: '198.51.100.7' });
    expect(examineRecord(read, { threats: [list] }).row.risk_score).toBe(20);
  });

  it('the severity that a finding has itself', () => {
    const finding = { accountId: '1', service: {}, type: 'Recon:EC2/Portscan', severity: 5 };
    expect(examineRecord(finding).row.risk_score).toBe(45);
  });

  it('weights that can be configured, and is never below zero', () => {
    const weighs = (score: object) =>
      examineRecord(call, { score: RecordScoreConfig.parse(score) }).row.risk_score;
    expect(weighs({ change: 12.4 })).toBe(12);
    expect(weighs({ change: -50 })).toBe(0);
  });
});
