import type { Catalog } from '../../core/action-spec.ts';
import type { GuardrailConfig } from '../../core/guardrails/config.ts';
import { permissionsByPurpose } from '../../tasks/aws/purposes.ts';
import { sessionNameOf } from '../../tasks/aws/session.ts';
import { allow } from '../../tasks/aws/statements.ts';
import { guardrailDenies } from './guardrail-denies.ts';
import { type Statement, toPolicy } from './statement.ts';

/** Of all inline policies of a role: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const mostCharacters = 10_240;

/**
 * What the responder role allows, a policy for each purpose: a session may do what its own name says it is for. The trust
 * policy lets each of the hub's functions take the names of its purpose alone, so that whoever takes over the function
 * that enriches can still only read. Beside them stands what the guardrails deny.
 * @throws Error where the guardrails say more than a role can hold.
 */
export function responderPolicies(catalog: Catalog, guardrails: GuardrailConfig) {
  const allowing = [...permissionsByPurpose(catalog)].map(([purpose, permissions]) => ({
    policyName: purpose.replace(/\.$/, ''),
    policyDocument: toPolicy(allowFor(purpose, permissions)),
  }));
  const denying = {
    policyName: 'guardrails',
    policyDocument: toPolicy(guardrailDenies(catalog, guardrails)),
  };
  const policies = [...allowing, denying];
  const length = policies.reduce((sum, { policyDocument }) => sum + JSON.stringify(policyDocument).length, 0);
  if (length <= mostCharacters) return policies;
  throw new Error(
    `the responder's policies have ${length} characters, and IAM takes ${mostCharacters}; name less in guardrails.protected, or say it with wildcards`,
  );
}

const allowFor = (purpose: string, permissions: readonly string[]): readonly Statement[] =>
  allow(permissions).map(({ Condition = {}, ...statement }, n) => ({
    Sid: `Allow${n + 1}`,
    ...statement,
    // `<id of the role>:<name of the session>`
    Condition: { ...Condition, StringLike: { 'aws:userid': `*:${sessionNameOf(purpose)}*` } },
  }));
