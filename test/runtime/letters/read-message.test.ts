import { describe, expect, it } from 'vitest';
import { readMessage } from '../../../runtime/letters/read-message.ts';

const event = (type: string, detail: object, source = 'aws.x') =>
  JSON.stringify({ 'detail-type': type, source, account: '111122223333', region: 'eu-west-1', detail });
const arn = 'arn:aws:states:eu-west-1:111122223333:execution:tourniquet-triage:d1-0';

describe('a message of a dead-letter queue', () => {
  it.each([
    arn.replace('tourniquet-triage', 'payroll'),
    arn.replace('execution:', 'stateMachine:'),
    `x${arn}`,
    `${arn}/../x`,
  ])('leads to no execution of others, with the rights of whoever redrives it: %s', (executionArn) => {
    const detail = { executionArn, name: 'd1-0', status: 'FAILED' };
    expect(readMessage(event('Step Functions Execution Status Change', detail)).kind).toBe('event');
  });

  it.each(['constructor', 'toString', '__proto__'])('of the type %s is an event like any other', (type) => {
    const label = `aws.x ${type} of 111122223333 in eu-west-1`;
    expect(readMessage(event(type, {}))).toMatchObject({ kind: 'event', label });
  });

  it.each([
    [
      'a finding goes back to intake',
      event('GuardDuty Finding', {}, 'aws.guardduty'),
      {
        kind: 'event',
        label: 'aws.guardduty GuardDuty Finding of 111122223333 in eu-west-1',
        reason: 'intake gave it up; its log says why',
      },
    ],
    [
      'a dropped file goes back to whoever reads files',
      event('Object Created', { bucket: { name: 'drops' }, object: { key: 'dropped/a.gz' } }),
      { kind: 'event', label: 's3://drops/dropped/a.gz', key: 'dropped/a.gz' },
    ],
    [
      'an execution that failed can be redriven itself',
      event('Step Functions Execution Status Change', {
        executionArn: arn,
        name: 'd1-0',
        status: 'FAILED',
        error: 'States.Timeout',
        cause: 'too long',
      }),
      {
        kind: 'execution',
        subject: arn,
        label: 'execution tourniquet-triage d1-0',
        reason: 'it ended as FAILED: States.Timeout: too long',
      },
    ],
    [
      'an execution that was stopped says no error',
      event('Step Functions Execution Status Change', {
        executionArn: arn,
        name: 'd1-0',
        status: 'ABORTED',
        error: null,
      }),
      { kind: 'execution', reason: 'it ended as ABORTED' },
    ],
    [
      'an alarm of another Region is over, and says where to look',
      event('CloudWatch Alarm State Change', { alarmName: 'tourniquet-forward-dead-letters' }),
      {
        kind: 'over',
        subject: 'look into the dead-letter queue of eu-west-1 in account 111122223333, and drop this',
      },
    ],
    [
      'a batch of the table’s stream is over, for the sweeper does it',
      JSON.stringify({
        requestContext: {
          condition: 'RetryAttemptsExhausted',
          functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:Deliver',
        },
        DDBStreamBatchInfo: {},
      }),
      { kind: 'over', label: 'a batch for Deliver', reason: 'Lambda gave it up: RetryAttemptsExhausted' },
    ],
    ['a schedule is over', '{}', { kind: 'over', label: 'a message' }],
    ['what is no JSON is over', '{', { kind: 'over', label: 'a message' }],
    ['a type of ours with another shape is an event', event('Object Created', {}), { kind: 'event' }],
  ])('%s', (_title, body, expected) => {
    expect(readMessage(body)).toMatchObject(expected);
  });

  it('says what EventBridge says of what it could not deliver', () => {
    const attributes = {
      RULE_ARN: 'arn:aws:events:eu-west-1:111122223333:rule/GuardDuty',
      ERROR_CODE: 'NO_PERMISSIONS',
      ERROR_MESSAGE: 'not authorized',
    };
    expect(readMessage(event('GuardDuty Finding', {}), attributes)).toMatchObject({
      kind: 'event',
      reason: 'EventBridge could not deliver what the rule GuardDuty matched: NO_PERMISSIONS: not authorized',
    });
  });
});
