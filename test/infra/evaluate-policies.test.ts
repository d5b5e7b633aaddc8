import { describe, expect, it } from 'vitest';
import { isAllowed, type Policies } from '../support/iam/evaluate.ts';
import type { Context, Policy, Statement } from '../support/iam/statement.ts';

const principal = 'arn:aws:iam::111122223333:role/x';
const policy = (...Statement: Statement[]): Policy => ({ Statement });
const allow = (rest: Partial<Statement>): Statement => ({ Effect: 'Allow', Action: 's3:GetObject', ...rest });
const deny = (rest: Partial<Statement>): Statement => ({ Effect: 'Deny', Action: '*', ...rest });
const ask = (policies: Policies, context: Context = {}, action = 's3:GetObject') =>
  isAllowed({ principal, action, resource: 'arn:aws:s3:::bucket/key', context }, policies);
const all = policy(allow({ Action: '*' }));

/** The evaluator is what other tests lean on: here it is held to IAM's own rules. */
describe('policies together', () => {
  const none = policy();
  const named = policy(allow({ Principal: { AWS: principal } }));
  const account = policy(allow({ Principal: { AWS: 'arn:aws:iam::111122223333:root' } }));
  it.each<[string, Policies, boolean]>([
    ['nothing is allowed by default', { identity: [none] }, false],
    ['one allow is enough', { identity: [none, all] }, true],
    ['a deny outvotes every allow', { identity: [all, policy(deny({}))] }, false],
    ['a boundary cuts down', { identity: [all], boundary: none }, false],
    ['a boundary gives nothing', { identity: [none], boundary: all }, false],
    ['a session policy cuts down', { identity: [all], session: none }, false],
    [
      'a boundary’s deny holds against a resource that names the principal',
      { identity: [none], boundary: policy(deny({})), resource: named },
      false,
    ],
    ['a resource may allow whom it names', { identity: [none], resource: named }, true],
    [
      'a resource that names the account leaves it to the account',
      { identity: [none], resource: account },
      false,
    ],
    ['between accounts both must allow', { identity: [none], resource: named, needs: 'both' }, false],
    [
      'and an account that is named may let its own in',
      { identity: [all], resource: account, needs: 'both' },
      true,
    ],
    [
      'but not another account',
      {
        identity: [all],
        resource: policy(allow({ Principal: { AWS: 'arn:aws:iam::444455556666:root' } })),
        needs: 'both',
      },
      false,
    ],
    [
      'a service is nobody else',
      { identity: [none], resource: policy(allow({ Principal: { Service: 'events.amazonaws.com' } })) },
      false,
    ],
  ])('%s', (_title, policies, expected) => {
    expect(ask(policies)).toBe(expected);
  });

  it.each<[Partial<Statement>, boolean]>([
    [{ Action: 's3:Get*' }, true],
    [{ Action: 'S3:getobject' }, true],
    [{ Action: 's3:GetObjectTagging' }, false],
    [{ NotAction: ['s3:Put*'], Action: undefined as never }, true],
    [{ NotAction: ['s3:Get*'], Action: undefined as never }, false],
    [{ Resource: 'arn:aws:s3:::bucket/*' }, true],
    [{ Resource: 'arn:aws:s3:::bucket/ke?' }, true],
    [{ Resource: 'arn:aws:s3:::bucket' }, false],
    [{ NotResource: 'arn:aws:s3:::bucket/*' }, false],
  ])('%j allows s3:GetObject on bucket/key: %s', (statement, expected) => {
    expect(ask({ identity: [policy(allow(statement))] })).toBe(expected);
  });
});

describe('conditions', () => {
  const holds = (Condition: Statement['Condition'], context: Context) =>
    ask({ identity: [policy(allow({ Condition: Condition ?? {} }))] }, context);
  it.each<[string, Statement['Condition'], Context, boolean]>([
    ['any of the values', { StringEquals: { k: ['a', 'b'] } }, { k: 'b' }, true],
    ['all of the keys', { StringEquals: { k: 'a', l: 'b' } }, { k: 'a' }, false],
    ['all of the operators', { StringEquals: { k: 'a' }, StringLike: { k: 'b*' } }, { k: 'a' }, false],
    ['keys in any case', { StringEquals: { 'AWS:UserId': 'a' } }, { 'aws:userid': 'a' }, true],
    ['equality with case', { StringEquals: { k: 'a' } }, { k: 'A' }, false],
    ['equality without case', { StringEqualsIgnoreCase: { k: 'a' } }, { k: 'A' }, true],
    ['no wildcards in equality', { StringEquals: { k: 'a*' } }, { k: 'ab' }, false],
    ['wildcards in likeness', { StringLike: { k: 'a?c*' } }, { k: 'abcde' }, true],
    ['escaped wildcards', { StringLike: { k: 'a${*}' } }, { k: 'ab' }, false],
    ['a missing key equals nothing', { StringEquals: { k: 'a' } }, {}, false],
    ['a missing key differs from everything', { StringNotEquals: { k: 'a' } }, {}, true],
    ['a missing key passes with IfExists', { StringEqualsIfExists: { k: 'a' } }, {}, true],
    ['a value that is among those denied', { StringNotLike: { k: ['a*', 'b'] } }, { k: 'ab' }, false],
    ['Null: true where it is missing', { Null: { k: 'true' } }, {}, true],
    ['Null: false where it is there', { Null: { k: 'false' } }, { k: '' }, true],
    ['one of several values', { 'ForAnyValue:StringLike': { k: 'a*' } }, { k: ['b', 'ab'] }, true],
    ['all of several values', { 'ForAllValues:StringLike': { k: 'a*' } }, { k: ['b', 'ab'] }, false],
    ['all of none', { 'ForAllValues:StringLike': { k: 'a*' } }, {}, true],
    ['any of none', { 'ForAnyValue:StringLike': { k: 'a*' } }, {}, false],
    [
      'a variable',
      { StringLike: { k: 'x-${aws:PrincipalTag/t}*' } },
      { k: 'x-yz', 'aws:PrincipalTag/t': 'y' },
      true,
    ],
    ['a variable that is missing', { StringLike: { k: 'x-${aws:PrincipalTag/t}*' } }, { k: 'x-yz' }, false],
    ['no wildcard out of a variable', { StringLike: { k: 'x-${t}' } }, { k: 'x-yz', t: '*' }, false],
    ['ARNs part by part', { ArnLike: { k: 'arn:*:iam::*:role/a*' } }, { k: 'arn:aws:iam::1:role/ab' }, true],
    [
      'no wildcard over a colon of an ARN',
      { ArnLike: { k: 'arn:*:role/a' } },
      { k: 'arn:aws:iam::1:role/a' },
      false,
    ],
    ['numbers as numbers', { NumericLessThan: { k: '9' } }, { k: '10' }, false],
    ['a lesser number', { NumericLessThan: { k: '1.2' } }, { k: '1.1' }, true],
    ['Bool', { Bool: { 'aws:SecureTransport': false } }, { 'aws:SecureTransport': 'false' }, true],
  ])('%s', (_title, condition, context, expected) => {
    expect(holds(condition, context)).toBe(expected);
  });

  it('that it does not know are not passed over', () => {
    expect(() => holds({ DateLessThan: { k: '1' } }, { k: '0' })).toThrow(
      /does not know the operator DateLessThan/,
    );
    expect(() => holds({ StringEquals: { k: 'a' } }, { k: ['a', 'b'] })).toThrow(/ForAnyValue/);
  });
});
