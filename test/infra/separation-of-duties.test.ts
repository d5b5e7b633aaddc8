import { describe, expect, it } from 'vitest';
import { functions, type Use } from '../../infra/functions.ts';
import { readPlaybooks } from '../../infra/playbooks.ts';
import { isAllowed } from '../support/iam/evaluate.ts';
import { busArn, findArn, type HubRole, readHubRoles, readResourcePolicies } from '../support/iam/hub.ts';
import { place } from '../support/iam/resolve-template.ts';
import { hub, mayRespond, member, readResponder, responderArn } from '../support/iam/responder.ts';
import type { Policy } from '../support/iam/statement.ts';
import { ofType, stream, synthesise } from './synthesise.ts';

/** A log writer of another account. */
const abroad = 'arn:aws:iam::777788889999:role/logs/shipper';
/** With every function that can be chosen. */
const templates = synthesise({
  deploy: {
    customAction: true,
    organization: 'o-exampleorgid',
    stream: { ...stream, writers: [...stream.writers, abroad] },
  },
  enrich: { threatLists: [{ name: 'bought', path: 's3://feeds-of-others/lists/bad ips.txt' }] },
  aws: { accounts: [member] },
});
const policies = readResourcePolicies(templates);
const responder = readResponder(templates);
const everybody = readHubRoles(templates);

/** `EnrichFunction`, `triage`, `playbook-x`. */
const nameOf = ({ arn, id }: HubRole): string =>
  /role\/tourniquet-(\w+)-/.exec(arn)?.[1] ?? id.replace(/(Machine)?Role[0-9A-F]{8}$/, '');
const using = (use: Use): readonly string[] =>
  Object.entries(functions).flatMap(([name, { uses }]) => (uses.includes(use) ? [name] : []));

const states = (kind: string, name: string) =>
  `arn:aws:states:${place.region}:${hub}:${kind}:tourniquet-${name}`;
const arn = {
  table: findArn(templates, 'TourniquetStore', 'AWS::DynamoDB::Table', 'Table'),
  raw: `${findArn(templates, 'TourniquetStore', 'AWS::S3::Bucket', 'Raw')}/raw/0a`,
  evidence: `${findArn(templates, 'TourniquetStore', 'AWS::S3::Bucket', 'Evidence')}/incidents/inc-1/r1.json`,
  queue: findArn(templates, 'TourniquetPipeline', 'AWS::SQS::Queue', 'Intake'),
  approvals: findArn(templates, 'TourniquetMessages', 'AWS::SNS::Topic', 'Approvals'),
  stream: findArn(templates, 'TourniquetStream', 'AWS::Kinesis::Stream', 'Stream'),
  drops: findArn(templates, 'TourniquetStream', 'AWS::S3::Bucket', 'DropsBucket'),
  dropQueue: findArn(templates, 'TourniquetStream', 'AWS::SQS::Queue', 'DropsQueue'),
  feed: 'arn:aws:s3:::feeds-of-others/lists/bad ips.txt',
  lakeBucket: findArn(templates, 'TourniquetStream', 'AWS::S3::Bucket', 'Lake'),
  lake: `arn:aws:firehose:${place.region}:${hub}:deliverystream/tourniquet-lake`,
  bus: busArn,
  events: findArn(templates, 'TourniquetStream', 'AWS::ApiGateway::RestApi', 'EventsApi'),
  functionOf: (name: string, stack = 'TourniquetTasks') =>
    findArn(templates, stack, 'AWS::Lambda::Function', `${name}Function`),
};

const overTls = { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3' };

/** A bucket's policy stands at the bucket, not at its objects, and an API's not at its routes. */
const policyAt = (resource: string): Policy | undefined =>
  policies.get(/^arn:aws:(s3|execute-api):/.test(resource) ? (resource.split('/')[0] ?? '') : resource);

function may({ arn: principal, identity, context }: HubRole, action: string, resource: string): boolean {
  const at = policyAt(resource);
  const request = { principal, action, resource, context: { ...context, ...overTls } };
  return isAllowed(request, { identity, ...(at && { resource: at }) });
}

const calling = (name: string): readonly string[] =>
  ofType(templates, 'AWS::StepFunctions::StateMachine').flatMap(({ id, Properties }) =>
    name in Properties['DefinitionSubstitutions'] ? [id.replace(/Machine[0-9A-F]{8}$/, '')] : [],
  );
const nesting = readPlaybooks(new URL('../../playbooks/', import.meta.url).pathname)
  .filter(({ definition }) => definition.includes('startExecution.sync:2'))
  .map(({ playbook }) => `playbook${playbook.id.replaceAll('-', '')}`);
const nobody: readonly string[] = [];

/**
 * Who may do what, of all roles that are deployed. One line each: a new stack adds its own, and a new role that may do any
 * of these fails here until it is named.
 */
const duties: readonly (readonly [duty: string, action: string, resource: string, by: readonly string[]])[] =
  [
    ['start a triage', 'states:StartExecution', states('stateMachine', 'triage'), using('triage')],
    [
      'start a response',
      'states:StartExecution',
      states('stateMachine', 'response'),
      [...using('response'), 'triage'],
    ],
    [
      'start a playbook',
      'states:StartExecution',
      states('stateMachine', 'playbook-x'),
      ['response', ...nesting],
    ],
    ['run an execution again', 'states:RedriveExecution', states('execution', 'triage:x'), ['ApiFunction']],
    [
      'stop a playbook',
      'states:StopExecution',
      states('execution', 'playbook-x:y'),
      ['response', ...nesting],
    ],
    ['stop a triage', 'states:StopExecution', states('execution', 'triage:x'), nobody],
    [
      'answer a callback',
      'states:SendTaskSuccess',
      states('stateMachine', 'playbook-x'),
      ['AskFunction', 'ApiFunction'],
    ],
    ['fail a callback', 'states:SendTaskFailure', states('stateMachine', 'playbook-x'), nobody],
    ['change a state machine', 'states:UpdateStateMachine', states('stateMachine', 'response'), nobody],
    ['put events on the bus', 'events:PutEvents', arn.bus, nobody],
    ['send to intake', 'sqs:SendMessage', arn.queue, nobody],
    ['take from intake', 'sqs:ReceiveMessage', arn.queue, ['IntakeFunction']],
    ['read records, and the tokens in them', 'dynamodb:GetItem', arn.table, using('table')],
    ['write records', 'dynamodb:PutItem', arn.table, using('table')],
    ['hear what is written', 'dynamodb:GetRecords', `${arn.table}/stream/1`, ['DeliverFunction']],
    ['read the whole table', 'dynamodb:Scan', arn.table, nobody],
    ['delete records', 'dynamodb:DeleteItem', arn.table, nobody],
    ['delete the table', 'dynamodb:DeleteTable', arn.table, nobody],
    ['write evidence', 's3:PutObject', arn.evidence, ['CloseResponseFunction']],
    ['read evidence', 's3:GetObject', arn.evidence, nobody],
    ['delete evidence', 's3:DeleteObjectVersion', arn.evidence, nobody],
    ['get around the lock', 's3:BypassGovernanceRetention', arn.evidence, nobody],
    ['shorten the lock', 's3:PutObjectRetention', arn.evidence, nobody],
    ['write raw events', 's3:PutObject', arn.raw, using('raw')],
    ['read raw events', 's3:GetObject', arn.raw, using('originals')],
    ['delete raw events', 's3:DeleteObject', arn.raw, nobody],
    ['put a log record', 'kinesis:PutRecord', arn.stream, nobody],
    ['put log records', 'kinesis:PutRecords', arn.stream, nobody],
    ['read log records', 'kinesis:GetRecords', arn.stream, ['IngestStreamFunction']],
    ['send log records over HTTP', 'execute-api:Invoke', `${arn.events}/v1/POST/events`, nobody],
    [
      'call what takes them in',
      'lambda:InvokeFunction',
      arn.functionOf('IngestEvents', 'TourniquetStream'),
      nobody,
    ],
    ['drop log files', 's3:PutObject', `${arn.drops}/dropped/a.gz`, nobody],
    ['read dropped files', 's3:GetObjectVersion', `${arn.drops}/dropped/a.gz`, using('drops')],
    ['delete dropped files', 's3:DeleteObjectVersion', `${arn.drops}/dropped/a.gz`, nobody],
    ['say that a file was dropped', 'sqs:SendMessage', arn.dropQueue, nobody],
    ['hear of dropped files', 'sqs:ReceiveMessage', arn.dropQueue, ['IngestDropsFunction']],
    ['read a threat list', 's3:GetObject', arn.feed, using('feeds')],
    ['read what lies beside it', 's3:GetObject', `${arn.feed}.bak`, nobody],
    ['list what lies there', 's3:ListBucket', 'arn:aws:s3:::feeds-of-others', nobody],
    ['write a threat list', 's3:PutObject', arn.feed, nobody],
    [
      'put the copy of the incidents',
      's3:PutObject',
      `${arn.lakeBucket}/incidents/incidents.ndjson.gz`,
      using('copy'),
    ],
    ['put objects beside it', 's3:PutObject', `${arn.lakeBucket}/incidents/other.gz`, nobody],
    ['put objects among the rows', 's3:PutObject', `${arn.lakeBucket}/events/a.parquet`, ['Delivery']],
    ['read the lake', 's3:GetObject', `${arn.lakeBucket}/events/a.parquet`, ['Delivery']],
    ['list records', 'dynamodb:Query', `${arn.table}/index/gsi1`, [...using('table'), ...using('copy')]],
    ['put rows into the lake', 'firehose:PutRecordBatch', arn.lake, using('lake')],
    ['send codes to approvers', 'sns:Publish', arn.approvals, ['DeliverFunction']],
    ['subscribe to codes', 'sns:Subscribe', arn.approvals, nobody],
    ['enter accounts', 'sts:AssumeRole', responderArn, using('accounts')],
    ["enter the hub's own account", 'sts:AssumeRole', responderArn.replace(member, hub), using('accounts')],
    [
      'enter accounts that are not named',
      'sts:AssumeRole',
      responderArn.replace(member, '999988887777'),
      nobody,
    ],
    ['enter accounts by another role', 'sts:AssumeRole', responderArn.replace('Responder', ''), nobody],
    [
      'call the actions of IAM',
      'lambda:InvokeFunction',
      arn.functionOf('ActionsIam'),
      calling('ActionsIamFunction'),
    ],
    ['ask a question', 'lambda:InvokeFunction', arn.functionOf('Ask'), calling('AskFunction')],
    [
      'release an incident',
      'lambda:InvokeFunction',
      arn.functionOf('Release', 'TourniquetApi'),
      ['ApiFunction'],
    ],
    [
      'try dead letters again',
      'lambda:InvokeFunction',
      arn.functionOf('RedriveLetter', 'TourniquetApi'),
      ['ApiFunction'],
    ],
    ['change code', 'lambda:UpdateFunctionCode', arn.functionOf('ActionsIam'), nobody],
    ['change a role', 'iam:PutRolePolicy', `arn:aws:iam::${hub}:role/x`, nobody],
    [
      'change who may decrypt',
      'kms:PutKeyPolicy',
      findArn(templates, 'TourniquetStore', 'AWS::KMS::Key', 'Key'),
      nobody,
    ],
  ];

describe('of all roles of the hub', () => {
  it.each(duties)('may %s (%s)', (_duty, action, resource, by) => {
    const got = everybody.filter((role) => may(role, action, resource)).map(nameOf);
    expect(got.toSorted()).toEqual([...by].toSorted());
  });

  it.each(duties)(
    'the responder, which stands in the hub too, may not %s (%s)',
    (_duty, action, resource) => {
      const resourcePolicy = policyAt(resource);
      for (const session of [
        'tourniquet-enrich',
        'tourniquet-iam.revoke-role-sessions',
        'tourniquet-s3.block-public-access',
      ]) {
        const call = { session, action, resource, context: overTls };
        const allowed = mayRespond(responder, call, resourcePolicy ? { resource: resourcePolicy } : {});
        // Any other role's policy it may write: `member.test.ts` says why, and what stands against it.
        expect(allowed).toBe(action === 'iam:PutRolePolicy' && session.includes('revoke-role-sessions'));
      }
    },
  );
});

/** What log writers are named for. */
const ways: ReadonlySet<string> = new Set([
  'put a log record',
  'put log records',
  'drop log files',
  'send log records over HTTP',
]);

describe('whoever may write logs', () => {
  const [writer = ''] = stream.writers;
  const everything: readonly Policy[] = [{ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }];
  const mayCall = (
    principal: string,
    [action, resource]: readonly [string, string],
    identity: readonly Policy[] = [],
  ) => {
    const at = policyAt(resource);
    const context = { 'aws:PrincipalArn': principal, ...overTls };
    const needs = principal.includes(`::${hub}:`) ? 'either' : 'both';
    return isAllowed(
      { principal, action, resource, context },
      { identity, needs, ...(at && { resource: at }) },
    );
  };
  const [theirs, others] = [
    duties.filter(([duty]) => ways.has(duty)),
    duties.filter(([duty]) => !ways.has(duty)),
  ];

  describe.each(theirs)('may %s (%s)', (_duty, action, resource) => {
    it('being named, by what stands there alone; in another account with a right of their own besides', () => {
      expect(mayCall(writer, [action, resource])).toBe(true);
      expect(mayCall(abroad, [action, resource], everything)).toBe(true);
      expect(mayCall(abroad, [action, resource])).toBe(false);
    });

    it.each([
      ['an administrator of the hub', `arn:aws:iam::${hub}:role/Admin`],
      ['root', `arn:aws:iam::${hub}:root`],
      ['who is called almost so', `${writer}s`],
      ['who is called so elsewhere', writer.replace(hub, '444455556666')],
      ['who is called so without the path', abroad.replace('logs/', '')],
      ['another service', 'logs.amazonaws.com'],
    ])('and not %s, whatever their own policies say', (_who, principal) => {
      expect(mayCall(principal, [action, resource], everything)).toBe(false);
    });
  });

  it.each([
    ['put files where nobody reads them', 's3:PutObject', `${arn.drops}/a.gz`, everything],
    ['read files', 's3:GetObject', `${arn.drops}/dropped/a.gz`, []],
    ['copy files in', 's3:ReplicateObject', `${arn.drops}/dropped/a.gz`, []],
    ['call another route', 'execute-api:Invoke', `${arn.events}/v1/GET/events`, []],
    ['call another stage', 'execute-api:Invoke', `${arn.events}/test-invoke-stage/POST/events`, []],
  ])('may not %s (%s)', (_what, action, resource, identity) => {
    expect(mayCall(writer, [action, resource], identity)).toBe(false);
  });

  it.each(others)('may not %s (%s)', (_duty, action, resource) => {
    expect(mayCall(writer, [action, resource])).toBe(false);
    expect(mayCall(abroad, [action, resource])).toBe(false);
  });

  it('is read by functions that start triage and no more', () => {
    const readers = everybody.filter((role) => nameOf(role).startsWith('Ingest'));
    expect(readers.map(nameOf).toSorted()).toEqual([
      'IngestDropsFunction',
      'IngestEventsFunction',
      'IngestStreamFunction',
    ]);
    for (const role of readers) {
      const starts = duties
        .filter(
          ([, action, resource]) =>
            /^(states|events|sts|sns|lambda|iam):/.test(action) && may(role, action, resource),
        )
        .map(([duty]) => duty);
      expect(starts).toEqual(['start a triage']);
    }
  });
});

describe('what takes in records that are sent over HTTP', () => {
  const resource = arn.functionOf('IngestEvents', 'TourniquetStream');
  const calls = (principal: string, source: string): boolean =>
    isAllowed(
      { principal, action: 'lambda:InvokeFunction', resource, context: { 'aws:SourceArn': source } },
      { identity: [], resource: policies.get(resource) as Policy },
    );

  it.each([
    ['API Gateway for the route', 'apigateway.amazonaws.com', `${arn.events}/v1/POST/events`, true],
    [
      'its console, which asks nobody to sign',
      'apigateway.amazonaws.com',
      `${arn.events}/test-invoke-stage/POST/events`,
      false,
    ],
    ['another API', 'apigateway.amazonaws.com', `${arn.events}x/v1/POST/events`, false],
    ['another service', 'events.amazonaws.com', `${arn.events}/v1/POST/events`, false],
  ])('is called by %s: %s, %s → %s', (_who, principal, source, may) => {
    expect(calls(principal, source)).toBe(may);
  });
});

describe('onto the bus of the hub come', () => {
  const forwarding = 'arn:aws:iam::444455556666:role/tourniquet-forward-us-east-1';
  const puts = (principal: string, organization: string): boolean =>
    isAllowed(
      {
        principal,
        action: 'events:PutEvents',
        resource: arn.bus,
        context: { 'aws:PrincipalArn': principal, 'aws:PrincipalOrgID': organization },
      },
      {
        identity: [{ Statement: [{ Effect: 'Allow', Action: 'events:PutEvents', Resource: '*' }] }],
        needs: 'both',
        resource: policies.get(arn.bus) as Policy,
      },
    );

  it.each([
    ['what forwards findings in the organization', forwarding, 'o-exampleorgid', true],
    ['its like in another organization', forwarding, 'o-another', false],
    ['another role', forwarding.replace('tourniquet-forward', 'log-shipper'), 'o-exampleorgid', false],
    ['a role that puts itself under a path', forwarding.replace('role/', 'role/x/'), 'o-exampleorgid', false],
    ['a log writer', abroad, 'o-exampleorgid', false],
  ])('events of %s (%s, %s): %s', (_who, principal, organization, may) => {
    expect(puts(principal, organization)).toBe(may);
  });
});

describe('into intake come', () => {
  const rules = Object.entries(templates['TourniquetPipeline']?.Resources ?? {})
    // What was lost elsewhere waits with the dead letters.
    .filter(([id, { Type }]) => Type === 'AWS::Events::Rule' && !id.startsWith('LostElsewhere'))
    .map(([id]) => `arn:aws:events:${place.region}:${hub}:rule/TourniquetPipeline-${id}`);
  const sends = (principal: string, source: string, secure = 'true'): boolean =>
    isAllowed(
      {
        principal,
        action: 'sqs:SendMessage',
        resource: arn.queue,
        context: { 'aws:SourceArn': source, 'aws:SecureTransport': secure },
      },
      { identity: [], resource: policies.get(arn.queue) as Policy },
    );
  const [first = ''] = rules;

  it.each(rules)('the events of the rule %s', (rule) => {
    expect(sends('events.amazonaws.com', rule)).toBe(true);
  });

  it.each([
    ['events of another rule', 'events.amazonaws.com', `${first}2`, 'true'],
    ['events of another account’s rule', 'events.amazonaws.com', first.replace(hub, '777788889999'), 'true'],
    ['another service', 'sns.amazonaws.com', first, 'true'],
    ['a role of the account', `arn:aws:iam::${hub}:role/Admin`, first, 'true'],
    ['anything in the clear', 'events.amazonaws.com', first, 'false'],
  ])('not %s', (_what, principal, source, secure) => {
    expect(sends(principal, source, secure)).toBe(false);
  });
});
