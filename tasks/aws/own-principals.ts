import type { AwsConfig } from '../../core/aws-config.ts';
import type { GuardrailConfig } from '../../core/guardrails/config.ts';
import type { Caller } from './caller.ts';

/**
 * Adds the identities that this process works with to the protected principals, whatever they are called:
 * once they were contained, nothing could be undone any more.
 */
export function protectOurselves(
  guardrails: GuardrailConfig,
  caller: Pick<Caller, 'account' | 'arn'>,
  { role }: Pick<AwsConfig, 'role'>,
): GuardrailConfig {
  const { principals } = guardrails.protected;
  const own = [toIamPattern(caller), ...(role === null ? [] : [`arn:*:iam::*:*/${role}`])];
  return { ...guardrails, protected: { ...guardrails.protected, principals: [...principals, ...own] } };
}

/**
 * A session's ARN names its role without the path; instance profiles mostly have the name of their role.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
function toIamPattern({ account, arn }: Pick<Caller, 'account' | 'arn'>): string {
  const [, role] = /^arn:[^:]+:sts::\d+:assumed-role\/([^/]+)\//.exec(arn) ?? [];
  return role === undefined ? arn : `arn:*:iam::${account}:*/${role}`;
}
