type Condition = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A statement of an IAM policy. It names no resources: the actions' permissions do not either. */
export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: '*';
  readonly Condition?: Condition;
}

/** The one managed policy that actions attach: the responder cannot give itself, or anyone, another. */
const denyAll: Condition = { ArnLike: { 'iam:PolicyARN': 'arn:*:iam::aws:policy/AWSDenyAll' } };

/** Roles are handed to instances alone. */
const toInstances: Condition = { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } };

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html */
const conditions: ReadonlyMap<string, Condition> = new Map([
  ['iam:AttachRolePolicy', denyAll],
  ['iam:AttachUserPolicy', denyAll],
  ['iam:DetachRolePolicy', denyAll],
  ['iam:DetachUserPolicy', denyAll],
  ['iam:PassRole', toInstances],
]);

/**
 * Allows these and nothing else, the powerful ones for what actions use them for. Those of our own messenger
 * mean nothing to AWS.
 */
export function allow(permissions: Iterable<string>): readonly Statement[] {
  const ofAws = [...permissions].filter((permission) => !permission.startsWith('tourniquet:'));
  const sorted = [...new Set(ofAws)].toSorted();
  const groups = Map.groupBy(sorted, (permission) => conditions.get(permission));
  return [...groups].map(([Condition, Action]) => ({
    Effect: 'Allow',
    Action,
    Resource: '*',
    ...(Condition === undefined ? {} : { Condition }),
  }));
}
