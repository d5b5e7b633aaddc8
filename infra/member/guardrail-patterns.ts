import type { GuardrailConfig } from '../../core/guardrails/config.ts';

/** Guardrails know `*` alone; IAM's policies have two more characters that mean something. */
export const toIamPattern = (pattern: string): string => pattern.replaceAll(/[?$]/g, '${$&}');

/** Resources by ARN, by name, and the principals who must get in when all else fails. */
export function arnPatterns({ arns, names, principals }: GuardrailConfig['protected']): readonly string[] {
  const byArn = [...arns.filter(isArn), ...principals.filter(isArn).flatMap(spellings)];
  return [...byArn, ...names.flatMap(arnsOfName)].map(toIamPattern);
}

/** What the boundary cannot repeat, for whoever synthesises. */
export function unsaidPatterns({ tags, arns, principals }: GuardrailConfig['protected']): readonly string[] {
  const keysWithWildcards = tags.filter((tag) => (tag.split('=')[0] ?? '').includes('*'));
  return [...keysWithWildcards, ...[...arns, ...principals].filter((pattern) => !isArn(pattern))];
}

/** IAM takes patterns of ARNs whose service is written out. */
const isArn = (pattern: string): boolean => /^arn:[^:]*:[a-z0-9-]+:[^:]*:[^:]*:./i.test(pattern);

/** IAM minds what guardrails do not: `break-glass` is written Break-Glass and BreakGlass too. */
function spellings(pattern: string): readonly string[] {
  const start = pattern.lastIndexOf(':');
  const capitals = pattern.slice(start).replaceAll(/(?<=[/*-])[a-z]/g, (letter) => letter.toUpperCase());
  const written = [capitals, capitals.replaceAll('-', '')].map((name) => pattern.slice(0, start) + name);
  return [...new Set([pattern, ...written])];
}

const arnsOfName = (name: string): readonly string[] => [
  `arn:*:iam::*:role/${name}`,
  `arn:*:iam::*:role/*/${name}`,
  `arn:*:iam::*:user/${name}`,
  `arn:*:iam::*:user/*/${name}`,
  `arn:*:ec2:*:*:*/${name}`,
  `arn:*:lambda:*:*:function:${name}`,
  `arn:*:s3:::${name}`,
];
