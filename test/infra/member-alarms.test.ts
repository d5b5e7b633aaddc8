import { describe, expect, it } from 'vitest';
import type { Json } from '../../core/json.ts';
import { compilePattern } from '../../core/pattern/compile-pattern.ts';
import { createResolver, place } from '../support/iam/resolve-template.ts';
import { hub } from '../support/iam/responder.ts';
import { ofType, synthesise, statementsOf } from './synthesise.ts';

const templates = synthesise();
const { resolve } = createResolver(templates, 'TourniquetMember', { HubAccount: hub });
const rules = Object.entries(templates['TourniquetMember']?.Resources ?? {})
  .filter(([, { Type }]) => Type === 'AWS::Events::Rule')
  .map(([id, { Properties }]) => ({ id, pattern: resolve(Properties['EventPattern'] as Json) as Json }));

/** The alarms that an event raises, matched as EventBridge does. */
const raisedBy = (event: object): readonly string[] =>
  rules.flatMap(({ id, pattern }) => {
    const compiled = compilePattern(pattern);
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.errors));
    return compiled.matches(event) ? [/^Alarms(\w+?)[0-9A-F]{8}$/.exec(id)?.[1] ?? id] : [];
  });

const call = (service: string, eventName: string, detail: object) => ({
  source: `aws.${service}`,
  'detail-type': 'AWS API Call via CloudTrail',
  detail: { eventSource: `${service}.amazonaws.com`, eventName, ...detail },
});
const roleArn = `arn:aws:iam::${place.account}:role/TourniquetResponder`;
const enter = (userIdentity: object, to = roleArn) =>
  call('sts', 'AssumeRole', { userIdentity, requestParameters: { roleArn: to } });
const role = (userName: string, accountId: string = hub) => ({
  type: 'AssumedRole',
  accountId,
  sessionContext: {
    sessionIssuer: { type: 'Role', userName, arn: `arn:aws:iam::${accountId}:role/${userName}` },
  },
});
const revocation = (deny: string) => ({
  roleName: 'web',
  policyName: 'TourniquetRevokeOlderSessions',
  policyDocument: `{"Statement":[{"Effect":"${deny}"}]}`,
});
const responder = role('TourniquetResponder', place.account);

describe('people are told', () => {
  it.each<[string, object, readonly string[]]>([
    [
      'when another account enters',
      enter({ type: 'AWSAccount', accountId: '777788889999' }),
      ['UsedByOthers'],
    ],
    ['when another role of the hub enters the hub', enter(role('Admin')), ['UsedByOthers']],
    ['when a user enters', enter({ type: 'IAMUser', accountId: hub, userName: 'ana' }), ['UsedByOthers']],
    ['not when a function enters', enter(role('tourniquet-EnrichFunction-eu-central-1')), []],
    ['not when the hub enters, as other accounts see it', enter({ type: 'AWSAccount', accountId: hub }), []],
    ['not of other roles', enter(role('Admin'), `${roleArn}2`), []],
    [
      'when the responder writes a policy that allows',
      call('iam', 'PutRolePolicy', { userIdentity: responder, requestParameters: revocation('Allow') }),
      ['WroteMoreThanDenials'],
    ],
    [
      'when the responder writes a policy of another name',
      call('iam', 'PutRolePolicy', {
        userIdentity: responder,
        requestParameters: { ...revocation('Deny'), policyName: 'x' },
      }),
      ['WroteMoreThanDenials'],
    ],
    [
      'not when it revokes sessions',
      call('iam', 'PutRolePolicy', { userIdentity: responder, requestParameters: revocation('Deny') }),
      [],
    ],
    [
      'not when others write policies',
      call('iam', 'PutRolePolicy', { userIdentity: role('Admin'), requestParameters: revocation('Allow') }),
      [],
    ],
    [
      'when its trust is changed',
      call('iam', 'UpdateAssumeRolePolicy', { requestParameters: { roleName: 'TourniquetResponder' } }),
      ['Changed'],
    ],
    [
      'when it loses its boundary',
      call('iam', 'DeleteRolePermissionsBoundary', {
        requestParameters: { roleName: 'TourniquetResponder' },
      }),
      ['Changed'],
    ],
    [
      'when its boundary is rewritten',
      call('iam', 'CreatePolicyVersion', {
        requestParameters: { policyArn: `arn:aws:iam::${place.account}:policy/TourniquetResponderBoundary` },
      }),
      ['Changed'],
    ],
    [
      'not when it is read',
      call('iam', 'GetRole', { requestParameters: { roleName: 'TourniquetResponder' } }),
      [],
    ],
  ])('%s', (_title, event, expected) => {
    expect(raisedBy(event)).toEqual(expected);
  });
});

describe('alarms that did not reach their topic', () => {
  const { TourniquetMember: member } = templates;
  const all = (type: string) => ofType(member === undefined ? {} : { member }, type);

  it('are told of by CloudWatch, which the topic takes them from in its own account alone', () => {
    const [alarm, ...others] = all('AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);
    expect(others).toEqual([]);
    const [queue] = all('AWS::SQS::Queue');
    const [topic] = all('AWS::SNS::Topic');
    expect(JSON.stringify(alarm?.['Dimensions'])).toContain(queue?.id);
    expect(alarm?.['AlarmActions']).toEqual([{ Ref: topic?.id }]);
    expect(alarm).toMatchObject({
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Threshold: 1,
      TreatMissingData: 'notBreaching',
    });
    const statements = statementsOf(all('AWS::SNS::TopicPolicy'));
    expect(statements.find(({ Sid }) => Sid === 'AlarmsOfThisAccount')).toMatchObject({
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: 'sns:Publish',
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    });
  });
});
