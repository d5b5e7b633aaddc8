import { describe, expect, it } from 'vitest';
import { Config } from '../../core/config.ts';
import { isAllowed } from '../support/iam/evaluate.ts';
import { findArn, readResourcePolicies } from '../support/iam/hub.ts';
import { createResolver, place } from '../support/iam/resolve-template.ts';
import type { Policy } from '../support/iam/statement.ts';
import { everything, ofType, synthesise, type Template, statementsOf } from './synthesise.ts';

const everywhere = synthesise(everything);
const only = (name: string): Record<string, Template> => {
  const template = everywhere[name];
  if (template === undefined)
    throw new Error(`there is no stack ${name}, but ${Object.keys(everywhere).join(', ')}`);
  return { [name]: template };
};
const text = (value: unknown): string => JSON.stringify(value);

describe('what is deployed', () => {
  it('is, where nothing is chosen, the hub alone', () => {
    expect(Object.keys(synthesise()).filter((name) => /Forward|Detectors|CustomAction/.test(name))).toEqual(
      [],
    );
  });

  it('is in each other Region a way to the hub, and detectors where they are wanted', () => {
    expect(
      Object.keys(everywhere)
        .filter((name) => /Forward|Detectors|CustomAction/.test(name))
        .toSorted(),
    ).toEqual([
      'TourniquetCustomAction',
      'TourniquetDetectors',
      'TourniquetDetectors-eu-central-1',
      'TourniquetDetectors-us-east-1',
      'TourniquetForward-eu-central-1',
      'TourniquetForward-us-east-1',
      'TourniquetForwardMember',
    ]);
  });

  it.each([
    [{ regions: ['eu-west-1'] }, 'region', 'has to be named where there are other regions'],
    [{ region: 'eu-west-1', regions: ['eu-west-1'] }, 'regions', "the hub's own region"],
    [{ region: 'eu-west-1', regions: ['us-east-1', 'us-east-1'] }, 'regions', 'twice'],
    [{ region: 'Ireland' }, 'region', 'is no Region: give one such as eu-west-1'],
    [{ organization: '111122223333' }, 'organization', 'is no id of an organization'],
    [{ vpc: { subnets: ['vpc-0a1b2c3d'], securityGroups: ['sg-0a1b2c3d'] } }, 'vpc', 'is no id of a subnet'],
  ])('is refused with %j: %s %s', (deploy, field, message) => {
    const { error } = Config.safeParse({ deploy });
    expect(error?.issues).toEqual([
      expect.objectContaining({
        path: expect.arrayContaining(['deploy', field]),
        message: expect.stringContaining(message),
      }),
    ]);
  });
});

describe.each([
  ['TourniquetForward-us-east-1', ':events:eu-west-1:'],
  ['TourniquetForwardMember', '{"Ref":"HubBus"}'],
])('%s', (name, hub) => {
  const rules = ofType(only(name), 'AWS::Events::Rule');

  it('sends what the hub takes in, and its own alarm, to the bus of the hub', () => {
    const patternsOfHub = ofType(only('TourniquetPipeline'), 'AWS::Events::Rule')
      .filter(({ id }) => !id.startsWith('LostElsewhere'))
      .map(({ Properties }) => Properties['EventPattern']);
    const patterns = rules.map(({ Properties }) => Properties['EventPattern']);
    expect(patternsOfHub).toHaveLength(4);
    expect(patterns).toEqual(expect.arrayContaining(patternsOfHub));
    expect(patterns).toHaveLength(5);
    for (const { Properties } of rules) {
      const [target] = Properties['Targets'] as any[];
      expect(text(target.Arn)).toContain(hub);
      expect(target.RoleArn).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Role/), 'Arn'] });
      expect(text(target.DeadLetterConfig)).toContain('DeadLetters');
    }
  });

  it('goes off at the first event that could not be sent', () => {
    const [alarm] = ofType(only(name), 'AWS::CloudWatch::Alarm');
    expect(alarm?.Properties).toMatchObject({
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Value: { 'Fn::GetAtt': [expect.stringMatching(/^DeadLetters/), 'QueueName'] } }],
      Threshold: 1,
      EvaluationPeriods: 1,
    });
  });

  it('may put events on that bus, and nothing else', () => {
    const statements = statementsOf(ofType(only(name), 'AWS::IAM::Policy'));
    expect(statements).toHaveLength(1);
    expect(statements[0]).toMatchObject({ Action: 'events:PutEvents', Effect: 'Allow' });
    expect(text(statements[0].Resource)).toContain(hub);
  });

  it.each([
    ['EventBridge', 'events.amazonaws.com', place.account, true],
    ['EventBridge for another account', 'events.amazonaws.com', '777788889999', false],
    ['another service', 'lambda.amazonaws.com', place.account, false],
    ['an administrator', `arn:aws:iam::${place.account}:role/Admin`, place.account, false],
  ])('sends as a role that %s may take on: %s, %s → %s', (_who, principal, source, may) => {
    const [role] = ofType(only(name), 'AWS::IAM::Role');
    const trust = createResolver(everywhere, name).resolve(role?.Properties['AssumeRolePolicyDocument']);
    const context = { 'aws:SourceAccount': source };
    const request = { principal, action: 'sts:AssumeRole', resource: 'role', context };
    const identity: readonly Policy[] = [{ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }];
    expect(isAllowed(request, { identity, needs: 'both', resource: trust as unknown as Policy })).toBe(may);
  });

  it('keeps what its own rules could not send, from nobody else and never in the clear', () => {
    const queue = findArn(everywhere, name, 'AWS::SQS::Queue', 'DeadLettersQueue');
    const { arnOf } = createResolver(everywhere, name);
    const leaves = (principal: string, source: string, secure = 'true') =>
      isAllowed(
        {
          principal,
          action: 'sqs:SendMessage',
          resource: queue,
          context: { 'aws:SourceArn': source, 'aws:SecureTransport': secure },
        },
        { identity: [], resource: readResourcePolicies(everywhere).get(queue) as Policy },
      );
    expect(rules).toHaveLength(5);
    for (const { id } of rules) {
      expect(leaves('events.amazonaws.com', arnOf(id))).toBe(true);
      expect(leaves('events.amazonaws.com', arnOf(id), 'false')).toBe(false);
      expect(leaves('sns.amazonaws.com', arnOf(id))).toBe(false);
      expect(leaves('events.amazonaws.com', `${arnOf(id)}2`)).toBe(false);
    }
  });

  it('tells the hub of what was lost, which keeps it with what it lost itself', () => {
    const [alarm] = ofType(only(name), 'AWS::CloudWatch::Alarm');
    expect(alarm?.Properties['AlarmName']).toBe('tourniquet-forward-dead-letters');
    const lost = ofType(only('TourniquetPipeline'), 'AWS::Events::Rule').find(({ id }) =>
      id.startsWith('LostElsewhere'),
    );
    expect(lost?.Properties['EventPattern'].detail).toEqual({
      alarmName: [{ prefix: 'tourniquet-forward-' }],
      state: { value: ['ALARM'] },
    });
  });

  it('needs no bootstrap and no assets', () => {
    expect(text(only(name))).not.toMatch(/bootstrap|cdk-hnb659fds/i);
    expect(Object.keys(only(name)[name]?.Parameters ?? {})).toEqual(hub.includes('Ref') ? ['HubBus'] : []);
  });
});

it('the hub lets the forwarding roles of the organization put events, and nobody else', () => {
  const [policy, ...others] = ofType(everywhere, 'AWS::Events::EventBusPolicy');
  expect(others).toEqual([]);
  expect(policy?.Properties['Statement']).toMatchObject({
    Action: 'events:PutEvents',
    Condition: {
      StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' },
      ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/tourniquet-forward-*' },
    },
  });
  const roles = ['TourniquetForward-us-east-1', 'TourniquetForwardMember'].map(
    (name) => ofType(only(name), 'AWS::IAM::Role')[0]?.Properties['RoleName'],
  );
  expect(text(roles)).toMatch(/\["tourniquet-forward-us-east-1",.*"tourniquet-forward-"/);
  expect(ofType(synthesise(), 'AWS::Events::EventBusPolicy')).toEqual([]);
});

it('detectors tell what they see again within a quarter of an hour, and check no standards', () => {
  for (const name of ['TourniquetDetectors', 'TourniquetDetectors-us-east-1']) {
    const [detector] = ofType(only(name), 'AWS::GuardDuty::Detector');
    const [hub] = ofType(only(name), 'AWS::SecurityHub::Hub');
    expect(detector?.Properties).toMatchObject({
      Enable: true,
      FindingPublishingFrequency: 'FIFTEEN_MINUTES',
    });
    expect(hub?.Properties).toMatchObject({ EnableDefaultStandards: false });
  }
});

describe('the custom action', () => {
  const [action] = ofType(everywhere, 'Custom::SecurityHubAction');

  it('has a name and an id that Security Hub takes', () => {
    expect(action?.Properties['Name'].length).toBeLessThanOrEqual(20);
    expect(text(action?.Properties['Arn'])).toContain(`:action/custom/${action?.Properties['Id']}`);
    expect(Number(action?.Properties['ServiceTimeout'])).toBe(300);
    expect(action?.Properties['Id']).toMatch(/^[A-Za-z\d]{1,20}$/);
  });

  it('is the only one that is taken in: whoever clicks on another one wants no containment', () => {
    const rule = ofType(everywhere, 'AWS::Events::Rule').find(({ id }) => id.startsWith('CustomAction'));
    expect(rule?.Properties['EventPattern']).toEqual({
      source: ['aws.securityhub'],
      'detail-type': ['Security Hub Findings - Custom Action'],
      resources: [{ suffix: `:action/custom/${action?.Properties['Id']}` }],
    });
  });
});

it('functions enter the subnets that are named, by no wider a role than that takes', () => {
  const vpc = { subnets: ['subnet-0a1b2c3d', 'subnet-1a1b2c3d'], securityGroups: ['sg-0a1b2c3d'] };
  const inside = synthesise({ deploy: { vpc } });
  const lambdas = ofType(inside, 'AWS::Lambda::Function');
  expect(lambdas.length).toBeGreaterThan(20);
  for (const { Properties } of lambdas) {
    expect(Properties['VpcConfig']).toEqual({ SubnetIds: vpc.subnets, SecurityGroupIds: vpc.securityGroups });
  }
  const entering = statementsOf(ofType(inside, 'AWS::IAM::Policy')).filter((statement) =>
    text(statement).includes('ec2:CreateNetworkInterface'),
  );
  expect(entering).toHaveLength(lambdas.length);
  for (const { Condition } of entering)
    expect(Condition).toEqual({ Null: { 'lambda:SourceFunctionArn': 'true' } });
  for (const { Properties } of ofType(synthesise(), 'AWS::Lambda::Function')) {
    expect(Properties).not.toHaveProperty('VpcConfig');
  }
});
