import { describe, expect, it } from 'vitest';
import { checkGuardrails } from '../../../core/guardrails/check.ts';
import { GuardrailConfig } from '../../../core/guardrails/config.ts';
import { noFacts } from '../../../core/guardrails/facts.ts';
import { protectOurselves } from '../../../tasks/aws/own-principals.ts';

const defaults = GuardrailConfig.parse(undefined);
const action = { id: 'iam.quarantine-role', impact: 'disruptive', scope: 'global' } as const;
const target = { account: '111122223333', region: 'aws-global', kind: 'iam-role', id: 'x' };

const ruleFor = (arn: string, guardrails: GuardrailConfig): string | null =>
  checkGuardrails({ ...noFacts, arns: [arn], action, target, phase: 'apply', control: null }, guardrails)
    ?.rule ?? null;

const account = '999988887777';
const session = `arn:aws:sts::${account}:assumed-role/IncidentResponse/alice`;
const own = `arn:aws:iam::${account}`;
const other = 'arn:aws:iam::111122223333';
const user = `${own}:user/ops/ana`;
const rule = 'responder-principals';

describe('protectOurselves', () => {
  it.each([
    { whom: 'the role of the session', contained: `${own}:role/IncidentResponse`, expected: rule },
    { whom: 'that role with its path', contained: `${own}:role/sec/IncidentResponse`, expected: rule },
    { whom: 'its hosts', contained: `${own}:instance-profile/IncidentResponse`, expected: rule },
    { whom: 'the user', arn: user, contained: user, expected: rule },
    { whom: 'the role of every account', contained: `${other}:role/sec/Responder`, expected: rule },
    { whom: 'who was protected before', contained: `${own}:role/tourniquet-x`, expected: rule },
    { whom: 'no namesake elsewhere', contained: `${other}:role/IncidentResponse`, expected: null },
    { whom: 'no other role', contained: `${own}:role/sec/AnotherResponder`, expected: null },
  ])('protects $whom', ({ arn = session, contained, expected }) => {
    const guardrails = protectOurselves(defaults, { account, arn }, { role: 'sec/Responder' });
    expect(ruleFor(contained, guardrails)).toBe(expected);
  });

  it('protects who asks, where no role is configured', () => {
    const guardrails = protectOurselves(defaults, { account, arn: session }, { role: null });
    expect(ruleFor(`${own}:role/IncidentResponse`, guardrails)).toBe(rule);
    expect(ruleFor(`${own}:role/web`, guardrails)).toBeNull();
  });
});
