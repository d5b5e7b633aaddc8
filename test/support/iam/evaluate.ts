import { conditionsHold } from './conditions.ts';
import { matchesWildcards, type Policy, type Request, type Statement, toList } from './statement.ts';

/** Every policy that has a say in a request. */
export interface Policies {
  /** Of the principal. */
  readonly identity: readonly Policy[];
  readonly boundary?: Policy;
  readonly session?: Policy;
  /** Of what is called: a trust policy, that of a queue, a bucket or a key. */
  readonly resource?: Policy;
  /**
   * `either` allows within an account where queues, topics and buckets are called; `both` must between accounts, and where a
   * role or a key is called. @default either
   */
  readonly needs?: 'either' | 'both';
}

/**
 * Whether IAM lets a request pass: an explicit deny anywhere ends it; boundary and session policy cut down what the
 * identity's own policies allow; a resource's policy may allow by itself.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function isAllowed(request: Request, policies: Policies): boolean {
  const { identity, boundary, session, resource, needs = 'either' } = policies;
  const limits = [boundary, session].filter((policy) => policy !== undefined);
  const everything = [...identity, ...limits, ...(resource ? [resource] : [])];
  if (everything.some((policy) => says(policy, 'Deny', request))) return false;
  const allows = (policy: Policy): boolean => says(policy, 'Allow', request);
  const byIdentity = identity.some(allows) && limits.every(allows);
  const byResource = resource !== undefined && allows(resource);
  if (needs === 'both') return byIdentity && byResource;
  return byIdentity || (byResource && names(resource, request));
}

const says = ({ Statement }: Policy, effect: Statement['Effect'], request: Request): boolean =>
  Statement.some((statement) => statement.Effect === effect && applies(statement, request));

function applies(statement: Statement, request: Request): boolean {
  const { Action, NotAction, Resource = '*', NotResource } = statement;
  const action = (pattern: string) => matchesWildcards(pattern, request.action, 'i');
  const resource = (pattern: string) => matchesWildcards(pattern, request.resource);
  return (
    (NotAction === undefined ? toList(Action ?? []).some(action) : !toList(NotAction).some(action)) &&
    (NotResource === undefined ? toList(Resource).some(resource) : !toList(NotResource).some(resource)) &&
    isMeant(statement, request.principal) &&
    conditionsHold(statement, request.context)
  );
}

const accountOf = (arn: string): string | undefined => arn.split(':')[4];

/** An account, by its id or its root, stands for whoever in it has the right by policies of their own. */
function isMeant({ Principal = '*' }: Statement, principal: string): boolean {
  if (Principal === '*') return true;
  const account = accountOf(principal);
  const meant = new Set(['*', principal, ...(account ? [account, `arn:aws:iam::${account}:root`] : [])]);
  return Object.values(Principal)
    .flatMap(toList)
    .some((one) => meant.has(one));
}

/** A resource allows by itself whom it names; an account it leaves to decide for its own. */
const names = (policy: Policy, request: Request): boolean =>
  policy.Statement.some(
    (statement) =>
      statement.Effect === 'Allow' &&
      applies(statement, request) &&
      (statement.Principal === '*' ||
        Object.values(statement.Principal ?? {})
          .flatMap(toList)
          .some((one) => one === '*' || one === request.principal)),
  );
