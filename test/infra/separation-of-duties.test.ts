import { describe, expect, it } from 'vitest';
import { functions, type Use } from '../../infra/functions.ts';
import { readPlaybooks } from '../../infra/playbooks.ts';
import { isAllowed } from '../support/iam/evaluate.ts';
import { findArn, type HubRole, readHubRoles, readResourcePolicies } from '../support/iam/hub.ts';
import { place } from '../support/iam/resolve-template.ts';
import { hub, mayRespond, readResponder, responderArn } from '../support/iam/responder.ts';
import type { Policy } from '../support/iam/statement.ts';
import { ofType, stream, synthesise } from './synthesise.ts';

/** With every function that can be chosen. */
const templates = synthesise({ deploy: { customAction: true, organization: 'o-exampleorgid', stream } });
const policies = readResourcePolicies(templates);
const responder = readResponder(templates);
const everybody = readHubRoles(templates);

/** `EnrichFunction`, `triage`, `playbook-x`. */
const nameOf = ({ arn, id }: HubRole): string =>
  /role\/tourniquet-(\w+)-/.exec(arn)?.[1] ?? id.replace(/MachineRole[0-9A-F]{8}$/, '');
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
  lake: `arn:aws:firehose:${place.region}:${hub}:deliverystream/tourniquet-lake`,
  bus: `arn:aws:events:${place.region}:${hub}:event-bus/default`,
  functionOf: (name: string, stack = 'TourniquetTasks') =>
    findArn(templates, stack, 'AWS::Lambda::Function', `${name}Function`),
};

const overTls = { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3' };

/** A bucket's policy stands at the bucket, not at its objects. */
const policyAt = (resource: string): Policy | undefined =>
  policies.get(resource.startsWith('arn:aws:s3') ? (resource.split('/')[0] ?? '') : resource);

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
    ['put log records', 'kinesis:PutRecord', arn.stream, nobody],
    ['drop log files', 's3:PutObject', `${arn.drops}/dropped/a.gz`, nobody],
    ['read dropped files', 's3:GetObjectVersion', `${arn.drops}/dropped/a.gz`, using('drops')],
    ['delete dropped files', 's3:DeleteObjectVersion', `${arn.drops}/dropped/a.gz`, nobody],
    ['say that a file was dropped', 'sqs:SendMessage', arn.dropQueue, nobody],
    ['hear of dropped files', 'sqs:ReceiveMessage', arn.dropQueue, ['IngestDropsFunction']],
    ['put rows into the lake', 'firehose:PutRecordBatch', arn.lake, using('lake')],
    ['send codes to approvers', 'sns:Publish', arn.approvals, ['DeliverFunction']],
    ['subscribe to codes', 'sns:Subscribe', arn.approvals, nobody],
    ['enter accounts', 'sts:AssumeRole', responderArn, using('accounts')],
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

describe('whoever may write logs', () => {
  const [writer = ''] = stream.writers;
  const everyPut: readonly Policy[] = [{ Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] }];
  const mayCall = (
    principal: string,
    [action, resource]: readonly [string, string],
    identity: readonly Policy[] = [],
  ) => {
    const at = policyAt(resource);
    const context = { 'aws:PrincipalArn': principal, ...overTls };
    return isAllowed({ principal, action, resource, context }, { identity, ...(at && { resource: at }) });
  };

  it('drops files where they are read, by what the bucket says alone', () => {
    expect(mayCall(writer, ['s3:PutObject', `${arn.drops}/dropped/a.gz`])).toBe(true);
    expect(mayCall(writer, ['s3:PutObject', `${arn.drops}/a.gz`], everyPut)).toBe(false);
    expect(mayCall(writer, ['s3:GetObject', `${arn.drops}/dropped/a.gz`])).toBe(false);
  });

  it.each(['s3:PutObject', 's3:ReplicateObject'])(
    'is named: nobody else does %s, whatever their own policies say',
    (action) => {
      const other = `arn:aws:iam::${hub}:role/Admin`;
      expect(mayCall(other, [action, `${arn.drops}/dropped/a.gz`], everyPut)).toBe(false);
      expect(mayCall(writer, [action, `${arn.drops}/dropped/a.gz`], everyPut)).toBe(true);
    },
  );

  it.each(duties.filter(([duty]) => duty !== 'drop log files'))(
    'may not %s (%s)',
    (_duty, action, resource) => {
      expect(mayCall(writer, [action, resource])).toBe(false);
    },
  );

  it('is read by functions that start triage and no more', () => {
    const readers = everybody.filter((role) => nameOf(role).startsWith('Ingest'));
    expect(readers.map(nameOf).toSorted()).toEqual(['IngestDropsFunction', 'IngestStreamFunction']);
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
