import { describe, expect, it } from 'vitest';
import { type PolicyStatement, readPolicy } from '../../../core/detect/read-policy.ts';
import type { Json, JsonObject } from '../../../core/json.ts';

const account = '111122223333';

const statementsOf = (record: JsonObject): readonly PolicyStatement[] =>
  readPolicy(record, account).statements;

const written = (statement: JsonObject): PolicyStatement | undefined =>
  statementsOf({ requestParameters: { policyDocument: JSON.stringify({ Statement: [statement] }) } })[0];

const allow = (more: JsonObject): JsonObject => ({ Effect: 'Allow', Action: 's3:GetObject', ...more });

describe('readPolicy', () => {
  const text = JSON.stringify({ Version: '2012-10-17', Statement: allow({ Principal: '*' }) });

  it.each<[string, JsonObject]>([
    ['of IAM', { requestParameters: { policyDocument: text } }],
    ['of a role that is made', { requestParameters: { assumeRolePolicyDocument: text } }],
    [
      'of S3, which is an object',
      { requestParameters: { policy: '', bucketPolicy: JSON.parse(text) as Json } },
    ],
    ['of KMS', { requestParameters: { policy: text } }],
    ['of ECR', { requestParameters: { policyText: text } }],
    ['of Secrets Manager', { requestParameters: { resourcePolicy: text } }],
    ['of SQS', { requestParameters: { attributes: { Policy: text } } }],
    ['of SNS', { requestParameters: { attributeName: 'Policy', attributeValue: text } }],
    [
      'of Lambda, which is one statement',
      { responseElements: { statement: JSON.stringify(allow({ Principal: '*' })) } },
    ],
  ])('finds the policy %s', (_whose, record) => {
    expect(statementsOf(record)).toEqual([
      { effect: 'Allow', actions: ['s3:getobject'], principals: ['*'], foreignAccounts: [], open: true },
    ]);
  });

  it.each<[string, Json]>([
    ['no JSON', 'deny everything'],
    ['half of it', '{"Statement":['],
    ['JSON that is too deep', `{"Statement":${'['.repeat(5_000)}${']'.repeat(5_000)}}`],
    ['a key that would be merged', '{"__proto__":{"Effect":"Allow"},"Statement":[]}'],
    ['statements that are none', '{"Statement":[null,7,"Allow",{"Action":"*"}]}'],
    ['a number', 7],
  ])('reads no statements from %s', (_what, policyDocument) => {
    expect(statementsOf({ requestParameters: { policyDocument } })).toEqual([]);
  });

  it.each<[string, JsonObject, Partial<PolicyStatement>]>([
    ['a list of actions, in any case', { Action: ['ec2:Run*', 'IAM:*'] }, { actions: ['ec2:run*', 'iam:*'] }],
    ['everything but a few', { Action: undefined, NotAction: 'iam:*' }, { actions: ['*'] }],
    [
      'principals of all kinds',
      { Principal: { AWS: [`arn:aws:iam::${account}:role/web`], Service: 'ec2.amazonaws.com' } },
      { principals: [`arn:aws:iam::${account}:role/web`, 'ec2.amazonaws.com'], foreignAccounts: [] },
    ],
    [
      'another account, by its ARN',
      { Principal: { AWS: 'arn:aws-cn:iam::999988887777:root' } },
      { foreignAccounts: ['999988887777'], open: false },
    ],
    [
      'another account, by its number',
      { Principal: { AWS: [account, '999988887777'] } },
      { foreignAccounts: ['999988887777'] },
    ],
    [
      'everybody but a few',
      { NotPrincipal: { AWS: `arn:aws:iam::${account}:root` } },
      { principals: ['*'], open: true },
    ],
    ['nobody who is kept out', { Effect: 'Deny', Principal: '*' }, { effect: 'Deny', open: false }],
  ])('reads %s', (_what, more, expected) => {
    expect(written(allow(more))).toMatchObject(expected);
  });

  it.each<[boolean, string, JsonObject]>([
    [false, 'its organisation', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }],
    [
      false,
      'its organisation, in other letters',
      { StringEquals: { 'AWS:principalorgid': ['o-a1b2c3d4e5'] } },
    ],
    [false, 'an office', { IpAddress: { 'aws:SourceIp': ['203.0.113.0/28'] } }],
    [false, 'one topic', { ArnLike: { 'aws:SourceArn': `arn:aws:sns:*:${account}:orders` } }],
    [true, 'whoever comes by TLS', { Bool: { 'aws:SecureTransport': 'true' } }],
    [true, 'every address', { IpAddress: { 'aws:SourceIp': ['203.0.113.0/28', '0.0.0.0/0'] } }],
    [true, 'all but an office', { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/28' } }],
    [true, 'who has no organisation', { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }],
    [true, 'who has no tags', { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' } }],
    [true, 'whoever belongs to some organisation', { Null: { 'aws:PrincipalOrgID': 'false' } }],
  ])('open: %s for everybody under a condition that lets in %s', (open, _who, condition) => {
    expect(written(allow({ Principal: { AWS: '*' }, Condition: condition }))?.open).toBe(open);
  });
});
