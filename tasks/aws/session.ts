import { allow, type Statement } from './statements.ts';

/** Seconds that a session lives: the shortest that AWS gives, for it is renewed in time. */
export const sessionSeconds = 900;

const nothing: readonly Statement[] = [{ Effect: 'Deny', Action: ['*'], Resource: '*' }];

/**
 * What a session may do, beside what its role may: the stricter of the two holds.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
 */
export function sessionPolicy(permissions: readonly string[]): string {
  const allowed = allow(permissions);
  const Statement = allowed.length === 0 ? nothing : allowed;
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

/** Both names take letters, digits and `=,.@-_`, 2 to 64 of them. */
const toName = (text: string): string => text.replaceAll(/[^\w=,.@-]/g, '-').slice(0, 64);

/** CloudTrail has it with every call of the session, also through further roles: the incident, where there is one. */
export const sourceIdentityOf = (incident: string): string =>
  toName(incident === '' ? 'tourniquet' : incident);

/** Such as `tourniquet-ec2.isolate-instance`. */
export const sessionNameOf = (purpose: string): string => toName(`tourniquet-${purpose}`);
