import type { Catalog } from '../../core/action-spec.ts';
import { permissionsByPurpose } from '../../tasks/aws/purposes.ts';
import type { Later, Statement } from './statement.ts';

/**
 * The most that the responder can ever do, whatever is attached to it, and whoever names it in a policy of their own
 * resources: all of it is said by denies, which nothing outvotes. What the guardrails protect is denied in a policy of the
 * role (`guardrail-denies.ts`): a role has one boundary, of 6,144 characters.
 * @param role of the responder, with its path
 */
export function boundaryStatements(catalog: Catalog, role: string): readonly Statement[] {
  const used = [...permissionsByPurpose(catalog).values()].flat().map(shorten);
  return [
    { Sid: 'Ceiling', Effect: 'Allow', Action: '*', Resource: '*' },
    { Sid: 'NothingElse', Effect: 'Deny', NotAction: [...new Set(used)].toSorted(), Resource: '*' },
    {
      Sid: 'NotItself',
      Effect: 'Deny',
      NotAction: ['iam:Get*', 'iam:List*'],
      Resource: iam(
        `role/${role}`,
        `policy/${boundaryName(role)}`,
        'role/tourniquet-*',
        'instance-profile/tourniquet-*',
      ),
    },
    ...grantDenies,
  ];
}

/** Without the role's path. */
export const boundaryName = (role: string): string => `${role.split('/').at(-1) ?? role}Boundary`;

const iam = (...names: readonly string[]): readonly string[] => names.map((name) => `arn:*:iam::*:${name}`);

/** What services describe holds no data; `s3:Get*` would. */
const shorten = (permission: string): string => permission.replace(/:Describe.*/, ':Describe*');

/** Roles by which an organisation, Control Tower, StackSets and the CDK rule an account. */
const rulers = [
  'role/OrganizationAccountAccessRole',
  'role/AWSControlTowerExecution',
  'role/AWSCloudFormationStackSet*',
  'role/stacksets-exec-*',
  'role/cdk-*',
  'role/aws-reserved/*',
  'role/aws-service-role/*',
];

const notOurs = { ArnNotLike: { 'iam:PolicyARN': 'arn:*:iam::aws:policy/AWSDenyAll' } };

/** What could be turned into more rights than the responder has. */
const grantDenies: readonly Statement[] = [
  {
    Sid: 'OnlyDenyAll',
    Effect: 'Deny',
    Action: ['iam:AttachRolePolicy', 'iam:AttachUserPolicy', 'iam:DetachRolePolicy', 'iam:DetachUserPolicy'],
    Resource: '*',
    Condition: notOurs,
  },
  {
    Sid: 'NoRulersPolicies',
    Effect: 'Deny',
    Action: ['iam:PutRolePolicy', 'iam:DeleteRolePolicy', 'iam:PassRole'],
    Resource: iam(...rulers),
  },
  // An instance that runs as an administrator makes one of whoever is on it.
  {
    Sid: 'NoAdminHosts',
    Effect: 'Deny',
    Action: 'iam:PassRole',
    Resource: iam('role/*Admin*', 'role/*admin*'),
  },
  {
    Sid: 'OnlyToInstances',
    Effect: 'Deny',
    Action: 'iam:PassRole',
    Resource: '*',
    Condition: { StringNotEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
  },
  {
    // User data is code that runs as the instance's role. EC2 does not write down how it spells the attributes, nor that it
    // always names one.
    Sid: 'NoUserData',
    Effect: 'Deny',
    Action: 'ec2:ModifyInstanceAttribute',
    Resource: '*',
    Condition: {
      Null: { 'ec2:Attribute': 'false' },
      StringNotEqualsIgnoreCase: {
        'ec2:Attribute': ['disableApiTermination', 'disableApiStop', 'instanceInitiatedShutdownBehavior'],
      },
    },
  },
];

/**
 * IAM looks at no policy's text: who may write inline policies may grant. Where the workloads' roles have a boundary of
 * their own, nothing is granted beyond that one, and the responder writes to no other role.
 */
export const needsBoundary = (boundary: Later): Statement => ({
  Sid: 'OnlyBoundedRoles',
  Effect: 'Deny',
  Action: ['iam:PutRolePolicy', 'iam:DeleteRolePolicy'],
  Resource: '*',
  Condition: { ArnNotEquals: { 'iam:PermissionsBoundary': boundary } },
});
