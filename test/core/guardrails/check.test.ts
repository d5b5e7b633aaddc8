import { describe, expect, it } from 'vitest';
import { checkGuardrails, rules } from '../../../core/guardrails/check.ts';
import { GuardrailConfig } from '../../../core/guardrails/config.ts';
import type { GuardrailFacts } from '../../../core/guardrails/facts.ts';

const facts: GuardrailFacts = {
  action: { id: 'ec2.isolate-instance', impact: 'disruptive', scope: 'regional' },
  target: { account: '111122223333', region: 'eu-west-1', kind: 'ec2-instance', id: 'i-1' },
  phase: 'apply',
  control: null,
  arns: ['arn:aws:ec2:eu-west-1:111122223333:instance/i-1', 'arn:aws:iam::111122223333:instance-profile/web'],
  names: ['web-1'],
  tags: [{ key: 'team', value: 'shop' }],
  traits: [],
  cautions: [],
};
const role = { ...facts.target, region: 'aws-global', kind: 'iam-role' };
const paused = { paused: true, by: 'ana', at: '2026-01-01T00:00:00.000Z', reason: 'runaway' };

interface Case {
  readonly title: string;
  readonly facts?: Partial<GuardrailFacts>;
  readonly config?: unknown;
  readonly rule: string | null;
}

const cases: readonly Case[] = [
  { title: 'nothing speaks against it', rule: null },
  { title: 'the kill switch is on', facts: { control: paused }, rule: 'paused' },
  { title: 'the kill switch was lifted', facts: { control: { ...paused, paused: false } }, rule: null },
  { title: 'the account is not allowed', config: { allowedAccounts: ['4444*'] }, rule: 'allowed-accounts' },
  { title: 'the account is allowed by pattern', config: { allowedAccounts: ['1111*'] }, rule: null },
  { title: 'no account is allowed', config: { allowedAccounts: [] }, rule: 'allowed-accounts' },
  { title: 'the region is not allowed', config: { allowedRegions: ['us-*'] }, rule: 'allowed-regions' },
  {
    title: 'a finding says that a regional target is in no region',
    facts: { target: { ...facts.target, region: 'aws-global' } },
    config: { allowedRegions: ['us-*'] },
    rule: 'allowed-regions',
  },
  {
    title: 'IAM is in no region',
    facts: {
      target: role,
      action: { id: 'iam.revoke-role-sessions', impact: 'disruptive', scope: 'global' },
    },
    config: { allowedRegions: ['us-*'] },
    rule: null,
  },
  {
    title: 'the default tag protects it',
    facts: { tags: [{ key: 'tourniquet:protected', value: 'true' }] },
    rule: 'protected-tags',
  },
  {
    title: 'the default tag says false',
    facts: { tags: [{ key: 'tourniquet:protected', value: 'false' }] },
    rule: null,
  },
  {
    title: 'a tag pattern protects it',
    facts: { tags: [{ key: 'env', value: 'production-eu' }] },
    config: { protected: { tags: ['env=prod*'] } },
    rule: 'protected-tags',
  },
  {
    title: 'its ARN is protected',
    config: { protected: { arns: ['arn:*:instance/i-1'] } },
    rule: 'protected-resources',
  },
  {
    title: 'its name is protected',
    config: { protected: { names: ['WEB-*'] } },
    rule: 'protected-resources',
  },
  { title: 'its id is protected', config: { protected: { names: ['i-1'] } }, rule: 'protected-resources' },
  {
    title: 'its owner opted out',
    facts: { tags: [{ key: 'tourniquet:opt-out', value: '' }] },
    rule: 'opt-out',
  },
  {
    title: 'its owner opted out and in again',
    facts: { tags: [{ key: 'tourniquet:opt-out', value: 'false' }] },
    rule: null,
  },
  {
    title: 'there is no opt-out tag',
    facts: { tags: [{ key: 'tourniquet:opt-out', value: 'true' }] },
    config: { optOutTag: null },
    rule: null,
  },
  {
    title: 'it runs as the responder',
    facts: { arns: ['arn:aws:iam::111122223333:instance-profile/Tourniquet-Responder'] },
    rule: 'responder-principals',
  },
  {
    title: 'it is a break-glass user',
    facts: { arns: ['arn:aws:iam::111122223333:user/ops/break-glass-1'] },
    rule: 'responder-principals',
  },
  {
    title: 'it is a service-linked role by its path',
    facts: {
      target: role,
      arns: ['arn:aws:iam::1:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX'],
    },
    rule: 'aws-managed-roles',
  },
  {
    title: 'it is a role of IAM Identity Center by its name',
    facts: { target: role, arns: [], names: ['AWSReservedSSO_Admin_0123456789abcdef'] },
    rule: 'aws-managed-roles',
  },
  { title: 'it forwards traffic', facts: { traits: ['forwards-traffic'] }, rule: 'network-appliances' },
  {
    title: 'it forwards traffic, and only evidence is taken',
    facts: { traits: ['forwards-traffic'], action: { ...facts.action, impact: 'safe' } },
    rule: null,
  },
  {
    title: 'a person releases while paused',
    facts: { phase: 'release', control: paused },
    rule: null,
  },
  { title: 'a run rolls back while paused', facts: { phase: 'rollback', control: paused }, rule: 'paused' },
  {
    title: 'what is protected now is released',
    facts: { phase: 'release', tags: [{ key: 'tourniquet:protected', value: 'true' }] },
    rule: null,
  },
  {
    title: 'an account that is not allowed any more is released',
    facts: { phase: 'release' },
    config: { allowedAccounts: [] },
    rule: 'allowed-accounts',
  },
];

describe('checkGuardrails', () => {
  it.each(cases)('answers $rule when $title', ({ facts: changes = {}, config, rule }) => {
    const denial = checkGuardrails({ ...facts, ...changes }, GuardrailConfig.parse(config));
    expect(denial?.rule ?? null).toBe(rule);
    if (denial) expect(denial.reason.length).toBeGreaterThan(20);
  });

  it('has a case for every rule that denies, and one that allows', () => {
    const denied = new Set(cases.map(({ rule }) => rule));
    expect(rules.map(({ id }) => id).filter((id) => !denied.has(id))).toEqual([]);
  });

  it('says no when a rule cannot be checked', () => {
    const broken = { ...GuardrailConfig.parse(undefined), allowedAccounts: undefined } as unknown;
    const denial = checkGuardrails(facts, broken as GuardrailConfig);
    expect(denial).toMatchObject({ rule: 'guardrail-error' });
    expect(denial?.reason).toContain('allowed-accounts');
  });

  it('refuses a configuration with a misspelt field', () => {
    expect(GuardrailConfig.safeParse({ allowedAcounts: ['1'] }).success).toBe(false);
  });
});
