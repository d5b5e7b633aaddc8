import { App } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { Config } from '../../core/config.ts';
import { MemberStack } from '../../infra/stacks/member.ts';
import { catalog } from '../../tasks/actions/catalog.ts';
import { sessionNameOf, sessionPolicy } from '../../tasks/aws/session.ts';
import { permissions as enrichment } from '../../tasks/enrich/permissions.ts';
import { permissions as writeBack } from '../../tasks/write-back/permissions.ts';
import type { Context, Policy } from '../support/iam/statement.ts';
import { mayRespond, member, readResponder, type ResponderCall } from '../support/iam/responder.ts';
import { synthesise, type Template } from './synthesise.ts';

const templates = synthesise();
const responder = readResponder(templates);
const iam = (name: string) => `arn:aws:iam::${member}:${name}`;
const web = iam('role/web');
const denyAll = { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AWSDenyAll' };
const toEc2 = { 'iam:PassedToService': 'ec2.amazonaws.com' };
const iamSession = 'tourniquet-iam.revoke-role-sessions';
const ec2Session = 'tourniquet-ec2.isolate-instance';
const tagged = (tag: string, value: string): Context => ({ [`aws:ResourceTag/${tag}`]: value });

/** With other guardrails than the defaults. */
function withGuardrails(guardrails: object, role = 'TourniquetResponder') {
  const app = new App({ builtinCloudFormationValidation: false });
  const config = Config.parse({ guardrails });
  new MemberStack(app, 'TourniquetMember', { config: { ...config, aws: { ...config.aws, role } } });
  const [stack] = app.synth().stacks;
  return readResponder({ TourniquetMember: stack?.template as Template });
}

/** What a call of each permission carries that has conditions. */
const contexts: Readonly<Record<string, Context>> = {
  'iam:AttachRolePolicy': denyAll,
  'iam:AttachUserPolicy': denyAll,
  'iam:DetachRolePolicy': denyAll,
  'iam:DetachUserPolicy': denyAll,
  'iam:PassRole': toEc2,
  'ec2:ModifyInstanceAttribute': { 'ec2:Attribute': 'DisableApiTermination' },
};

describe('a session of the responder', () => {
  const phases = [
    ...[...catalog.values()].flatMap(({ id, permissions }) =>
      Object.entries(permissions).map(([phase, actions]) => [id, phase, actions] as const),
    ),
    ['enrich', 'plan', enrichment],
    ['write-back', 'apply', writeBack],
  ] as const;

  it.each(phases)('for %s may %s, cut down by its session policy', (purpose, _phase, permissions) => {
    const session = JSON.parse(sessionPolicy(permissions)) as Policy;
    for (const action of permissions.filter((permission) => !permission.startsWith('tourniquet:'))) {
      const call = {
        session: sessionNameOf(purpose),
        action,
        resource: web,
        context: contexts[action] ?? {},
      };
      expect(mayRespond(responder, call, { session }), action).toBe(true);
    }
  });

  it.each<[string, ResponderCall]>([
    ['for enrichment stops nothing', { session: 'tourniquet-enrich', action: 'ec2:StopInstances' }],
    [
      'for instances writes no role’s policy',
      { session: ec2Session, action: 'iam:PutRolePolicy', resource: web },
    ],
    [
      'for buckets touches no key',
      { session: 'tourniquet-s3.block-public-access', action: 'iam:UpdateAccessKey' },
    ],
    ['for nothing that we know does nothing', { session: 'console', action: 'ec2:DescribeInstances' }],
    ['that only begins like ours does nothing', { session: 'tourniquet-', action: 'ec2:DescribeTags' }],
  ])('%s', (_title, call) => {
    expect(mayRespond(responder, call)).toBe(false);
  });
});

/** Every way that we know of for the responder to become more than it is. */
const escalations: readonly (readonly [string, Omit<ResponderCall, 'session'>])[] = [
  ...[
    'PutRolePolicy',
    'DeleteRolePolicy',
    'UpdateAssumeRolePolicy',
    'PutRolePermissionsBoundary',
    'DeleteRolePermissionsBoundary',
    'DeleteRole',
    'TagRole',
  ].map(
    (operation) =>
      [
        `${operation} on itself`,
        { action: `iam:${operation}`, resource: iam('role/TourniquetResponder') },
      ] as const,
  ),
  [
    'attach AWSDenyAll to itself',
    { action: 'iam:AttachRolePolicy', resource: iam('role/TourniquetResponder'), context: denyAll },
  ],
  [
    'rewrite its boundary',
    { action: 'iam:CreatePolicyVersion', resource: iam('policy/TourniquetResponderBoundary') },
  ],
  [
    'choose a version of its boundary',
    { action: 'iam:SetDefaultPolicyVersion', resource: iam('policy/TourniquetResponderBoundary') },
  ],
  [
    'write the policy of a function of the hub',
    { action: 'iam:PutRolePolicy', resource: iam('role/tourniquet-StoreFunction-eu-central-1') },
  ],
  ...[
    'OrganizationAccountAccessRole',
    'AWSControlTowerExecution',
    'stacksets-exec-0a1b',
    'cdk-hnb659fds-cfn-exec-role-1',
    'aws-service-role/x/AWSServiceRoleForX',
  ].map(
    (role) =>
      [
        `write the policy of ${role}`,
        { action: 'iam:PutRolePolicy', resource: iam(`role/${role}`) },
      ] as const,
  ),
  [
    'attach another policy than AWSDenyAll',
    {
      action: 'iam:AttachRolePolicy',
      resource: web,
      context: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AdministratorAccess' },
    },
  ],
  [
    'attach a namesake of AWSDenyAll',
    {
      action: 'iam:AttachUserPolicy',
      resource: iam('user/ana'),
      context: { 'iam:PolicyARN': iam('policy/AWSDenyAll') },
    },
  ],
  [
    'detach another policy',
    {
      action: 'iam:DetachUserPolicy',
      resource: iam('user/ana'),
      context: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
    },
  ],
  [
    'hand an administrator’s role to an instance',
    { action: 'iam:PassRole', resource: iam('role/PowerAdmins'), context: toEc2 },
  ],
  [
    'hand a role to a function',
    { action: 'iam:PassRole', resource: web, context: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
  ],
  [
    'hand itself to an instance',
    { action: 'iam:PassRole', resource: iam('role/TourniquetResponder'), context: toEc2 },
  ],
  [
    'put code into user data',
    { action: 'ec2:ModifyInstanceAttribute', context: { 'ec2:Attribute': 'UserData' } },
  ],
  ['become another role', { action: 'sts:AssumeRole', resource: web }],
  ['make a role', { action: 'iam:CreateRole', resource: web }],
  ['make a user', { action: 'iam:CreateUser' }],
  ['make a key', { action: 'iam:CreateAccessKey', resource: iam('user/ana') }],
  ['set a password', { action: 'iam:CreateLoginProfile', resource: iam('user/ana') }],
  ['start an instance with a role', { action: 'ec2:RunInstances' }],
  ['change code', { action: 'lambda:UpdateFunctionCode' }],
  ['run commands', { action: 'ssm:SendCommand' }],
  ['read objects', { action: 's3:GetObject', resource: 'arn:aws:s3:::bucket/key' }],
  ['read secrets', { action: 'secretsmanager:GetSecretValue' }],
  [
    'take protection away',
    { action: 'ec2:DeleteTags', context: { 'aws:TagKeys': ['a', 'tourniquet:protected'] } },
  ],
  [
    'set the opt-out to false',
    { action: 'ec2:CreateTags', context: { 'aws:TagKeys': ['tourniquet:opt-out'] } },
  ],
];

describe('an attacker with the responder role', () => {
  const everything: Policy = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

  it.each(escalations)('cannot %s', (_what, call) => {
    for (const session of [iamSession, ec2Session, 'anything']) {
      expect(mayRespond(responder, { session, ...call })).toBe(false);
    }
  });

  it.each(escalations)('cannot %s even where somebody attached AdministratorAccess', (_what, call) => {
    const identity = [...responder.identity, everything];
    expect(mayRespond({ ...responder, identity }, { session: iamSession, ...call })).toBe(false);
  });

  it('cannot use what a resource allows to everybody', () => {
    const resource: Policy = { Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:*' }] };
    const call = { session: iamSession, action: 's3:GetObject', resource: 'arn:aws:s3:::bucket/key' };
    expect(mayRespond(responder, call, { resource })).toBe(false);
  });

  it.each(['role/security/Responder', 'policy/ResponderBoundary', 'role/tourniquet-x-eu-central-1'])(
    'cannot touch %s, whatever the role is called and whatever the guardrails leave out',
    (name) => {
      const other = withGuardrails({ protected: { principals: [] } }, 'security/Responder');
      for (const action of ['iam:PutRolePolicy', 'iam:AttachRolePolicy', 'iam:DetachRolePolicy']) {
        const call = { session: iamSession, action, resource: iam(name), context: denyAll };
        expect(mayRespond(other, call), action).toBe(false);
        expect(mayRespond(other, { ...call, resource: web }), action).toBe(true);
      }
    },
  );

  const write = (name: string, context: Context = {}): ResponderCall => ({
    session: iamSession,
    action: 'iam:PutRolePolicy',
    resource: iam(`role/${name}`),
    context,
  });

  it('can write any other role’s policy, for IAM looks at no policy’s text: what alarms and boundaries are for', () => {
    expect(mayRespond(responder, write('web'))).toBe(true);
  });

  it('can write to roles alone that have the workloads’ boundary, where there is one', () => {
    const boundary = iam('policy/Workloads');
    const bounded = readResponder(templates, { WorkloadBoundary: boundary });
    expect(mayRespond(bounded, write('web', { 'iam:PermissionsBoundary': boundary }))).toBe(true);
    expect(mayRespond(bounded, write('web'))).toBe(false);
    expect(mayRespond(bounded, write('web', { 'iam:PermissionsBoundary': iam('policy/Other') }))).toBe(false);
  });
});

describe('the guardrails, as denies', () => {
  const quarantine = (name: string): ResponderCall => ({
    session: 'tourniquet-iam.quarantine-role',
    action: 'iam:AttachRolePolicy',
    resource: iam(`role/${name}`),
    context: denyAll,
  });
  const isolate = (context: Context, more: Partial<ResponderCall> = {}): ResponderCall => ({
    session: ec2Session,
    action: 'ec2:ModifyNetworkInterfaceAttribute',
    context,
    ...more,
  });

  it.each<[string, ResponderCall, boolean]>([
    ['let a role be quarantined', quarantine('web'), true],
    ['let an administrator’s role be quarantined', quarantine('OrganizationAccountAccessRole'), true],
    ...[
      'break-glass',
      'org-break-glass-1',
      'BreakGlass',
      'Break-Glass',
      'breakglass-admin',
      'tourniquet-x',
      'TourniquetNode',
    ].map((name): [string, ResponderCall, boolean] => [`leave ${name} alone`, quarantine(name), false]),
    ['read who breaks the glass', { ...quarantine('break-glass'), action: 'iam:GetRole' }, true],
    [
      'give back who breaks the glass',
      { ...quarantine('break-glass'), action: 'iam:DetachRolePolicy' },
      true,
    ],
    ['leave what is tagged', isolate(tagged('tourniquet:protected', 'True')), false],
    ['not what is tagged otherwise', isolate(tagged('tourniquet:protected', 'no')), true],
    ['leave who opted out', isolate(tagged('tourniquet:opt-out', 'yes')), false],
    ['not who said that they did not', isolate(tagged('tourniquet:opt-out', 'false')), true],
    [
      'start again what is tagged',
      isolate(tagged('tourniquet:protected', 'true'), { action: 'ec2:StartInstances' }),
      true,
    ],
    [
      'not give what is tagged a new profile',
      isolate(tagged('tourniquet:protected', 'true'), { action: 'ec2:AssociateIamInstanceProfile' }),
      false,
    ],
  ])('%s', (_title, call, expected) => {
    expect(mayRespond(responder, call)).toBe(expected);
  });

  it.each<[string, object, ResponderCall, boolean]>([
    ['a Region', { allowedRegions: ['eu-*'] }, isolate({ 'aws:RequestedRegion': 'eu-west-1' }), true],
    ['another Region', { allowedRegions: ['eu-*'] }, isolate({ 'aws:RequestedRegion': 'us-east-1' }), false],
    [
      'another Region, to read',
      { allowedRegions: ['eu-*'] },
      isolate({ 'aws:RequestedRegion': 'us-east-1' }, { action: 'ec2:DescribeInstances' }),
      true,
    ],
    [
      'another Region, where a bucket turns out to be',
      { allowedRegions: ['eu-*'] },
      {
        session: 'tourniquet-s3.block-public-access',
        action: 's3:PutBucketPublicAccessBlock',
        context: { 'aws:RequestedRegion': 'us-east-1' },
      },
      false,
    ],
    [
      'IAM, which is in us-east-1',
      { allowedRegions: ['eu-*'] },
      { ...quarantine('web'), context: { ...denyAll, 'aws:RequestedRegion': 'us-east-1' } },
      true,
    ],
    [
      'an account’s public access block, which has no Region',
      { allowedRegions: ['eu-*'] },
      {
        session: 'tourniquet-s3.x',
        action: 's3:PutAccountPublicAccessBlock',
        context: { 'aws:RequestedRegion': 'us-east-1' },
      },
      true,
    ],
    ['this account', { allowedAccounts: [`${member.slice(0, 4)}*`] }, isolate({}), true],
    ['another account', { allowedAccounts: ['000000000000'] }, isolate({}), false],
    [
      'a protected ARN',
      { protected: { arns: ['arn:*:ec2:*:*:network-interface/eni-1'] } },
      isolate({}, { resource: 'arn:aws:ec2:eu-central-1:1:network-interface/eni-1' }),
      false,
    ],
    ['a protected name', { protected: { names: ['prod-*'] } }, quarantine('prod-web'), false],
    ['a protected name in a path', { protected: { names: ['prod-*'] } }, quarantine('apps/prod-web'), false],
    ['a protected Name tag', { protected: { names: ['prod-*'] } }, isolate(tagged('Name', 'prod-db')), false],
    ['a tag of any value', { protected: { tags: ['team=*'] } }, isolate(tagged('team', 'x')), false],
    ['no opt-out', { optOutTag: null }, isolate(tagged('tourniquet:opt-out', 'yes')), true],
    [
      'a question mark, which guardrails take as it is',
      { protected: { tags: ['team=a?*'] } },
      isolate(tagged('team', 'ab')),
      true,
    ],
  ])('know %s', (_title, guardrails, call, expected) => {
    expect(mayRespond(withGuardrails(guardrails), call)).toBe(expected);
  });

  it('say at synth what is more than IAM can hold', () => {
    const tags = Array.from({ length: 40 }, (_, n) => `team-${n}=x`);
    expect(() => withGuardrails({ protected: { tags } })).toThrow(
      /have \d+ characters, and IAM takes 10240; name less/,
    );
  });
});

describe('the template', () => {
  const template = templates['TourniquetMember'];
  it('stands alone: no assets, no bootstrap, nothing of other stacks', () => {
    const text = JSON.stringify(template);
    expect(text).not.toMatch(/cdk-hnb659fds-assets|BootstrapVersion|Fn::ImportValue|AWS::SSM|asset\./);
    expect(template?.Rules).toBeUndefined();
    // What create-stack-set takes as text: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStackSet.html
    expect(JSON.stringify(template, null, 1).length).toBeLessThan(51_200);
    for (const { Default } of Object.values(template?.Parameters ?? {})) expect(Default).toBeDefined();
  });

  it('fits into what IAM takes', () => {
    const longest = readResponder(templates, {
      HubRegion: 'ap-southeast-1',
      OrganisationId: `o-${'a'.repeat(32)}`,
      ExternalId: 'e'.repeat(64),
      NodePrincipal: `arn:aws-us-gov:iam::111122223333:role/${'n'.repeat(64)}`,
      WorkloadBoundary: iam(`policy/${'b'.repeat(64)}`),
    });
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    expect(JSON.stringify(longest.trust).length).toBeLessThan(2048);
    expect(JSON.stringify(longest.boundary).length).toBeLessThan(6144);
    expect(longest.identity.map((policy) => JSON.stringify(policy)).join('').length).toBeLessThan(10_240);
  });

  it('makes the role in the hub’s Region alone', () => {
    const { Boundary, Responder } = template?.Resources ?? {};
    expect([Boundary?.Condition, Responder?.Condition]).toEqual(['IsHome', 'IsHome']);
    expect(Responder?.Properties['MaxSessionDuration']).toBe(3600);
    expect(Responder?.Properties['PermissionsBoundary']).toEqual({ Ref: 'Boundary' });
  });
});
