import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleTasks } from '../../infra/bundle/bundle-tasks.ts';
import { functions } from '../../infra/functions.ts';
import { catalog } from '../../tasks/actions/catalog.ts';
import { permissionOf } from '../../tasks/actions/runner/permissions.ts';
import { permissionsByPurpose } from '../../tasks/aws/purposes.ts';
import type { AwsServiceName } from '../../tasks/aws-clients.ts';
import { type BundledCommand, readBundledCommands } from '../support/bundle-commands.ts';
import { type HubRole, readHubRoles } from '../support/iam/hub.ts';
import { readResponder } from '../support/iam/responder.ts';
import { toList } from '../support/iam/statement.ts';
import { ofType, stream, synthesiseInto } from './synthesise.ts';

/** With every function that can be chosen. */
const feed = { bucket: 'feeds-of-others', key: 'lists/bad ips.txt' };
const { templates, directory } = synthesiseInto({
  deploy: { customAction: true, stream },
  enrich: { threatLists: [{ name: 'bought', path: `s3://${feed.bucket}/${feed.key}` }] },
});
const roles = readHubRoles(templates);
const bundles = mkdtempSync(join(tmpdir(), 'tourniquet-least-privilege-'));
let commands: ReadonlyMap<string, readonly BundledCommand[]>;
beforeAll(async () => {
  commands = readBundledCommands(await bundleTasks(bundles));
}, 120_000);
afterAll(() => rmSync(bundles, { recursive: true }));

const sorted = (values: Iterable<string>): readonly string[] => [...new Set(values)].toSorted();

/** Clients by which accounts are acted on, by their packages. */
const targets: Readonly<Record<string, AwsServiceName>> = {
  'auto-scaling': 'autoscaling',
  ec2: 'ec2',
  'elastic-load-balancing': 'elb',
  'elastic-load-balancing-v2': 'elbv2',
  guardduty: 'guardduty',
  iam: 'iam',
  lambda: 'lambda',
  s3: 's3',
  's3-control': 's3control',
  securityhub: 'securityhub',
};

/** IAM's names for what functions call in their own account, where they are not the command's. */
const ownActions: Readonly<Record<string, string>> = {
  'lambda:Invoke': 'lambda:InvokeFunction',
};
/** Dropped files are read by their versions; raw events have one each, under their hash, and of feeds the newest counts. */
const actionsOf = (name: string, action: string): readonly string[] =>
  action === 's3:GetObject' && name === 'IngestDropsFunction'
    ? ['s3:GetObject', 's3:GetObjectVersion']
    : [ownActions[action] ?? action];
const ownPrefixes: Readonly<Record<string, string>> = { sfn: 'states' };

/** Anybody may ask who they are. */
const free: ReadonlySet<string> = new Set(['sts:GetCallerIdentity']);

const specOf = (name: string) => functions[name as keyof typeof functions];

/** In a function that enters accounts, the targets' clients work there, unless it reads feeds; in any other one they are its own. */
function isAbroad(name: string, { client, operation }: BundledCommand): boolean {
  const { enters, uses } = specOf(name);
  const ofFeeds = uses.includes('feeds') && client === 's3' && operation === 'GetObject';
  return enters !== undefined && client in targets && !ofFeeds;
}

function ownCalls(name: string): readonly string[] {
  const own = (commands.get(name) ?? []).filter((command) => !isAbroad(name, command));
  const actions = own.map(({ client, operation }) => `${ownPrefixes[client] ?? client}:${operation}`);
  return sorted(actions.flatMap((action) => actionsOf(name, action)).filter((action) => !free.has(action)));
}

function callsAbroad(name: string): readonly string[] {
  const abroad = (commands.get(name) ?? []).filter((command) => isAbroad(name, command));
  return sorted(
    abroad.map(({ client, operation }) => permissionOf(targets[client] as AwsServiceName, operation)),
  );
}

/** What AWS asks for on behalf of a call, or calls itself with a function's role; by why. */
const calledByAws: Readonly<Record<string, RegExp>> = {
  'the table, its stream, logs and queues are encrypted':
    /^kms:(Decrypt|DescribeKey|Encrypt|GenerateDataKey)$/,
  'Lambda writes the log': /^logs:(CreateLogStream|PutLogEvents)$/,
  'Lambda traces': /^xray:Put(TelemetryRecords|TraceSegments)$/,
  'Lambda reads the queue':
    /^sqs:(ChangeMessageVisibility|DeleteMessage|GetQueueAttributes|GetQueueUrl|ReceiveMessage)$/,
  'Lambda reads the stream': /^dynamodb:(DescribeStream|GetRecords|GetShardIterator|ListStreams)$/,
  'Lambda reads the data stream':
    /^kinesis:(DescribeStream|DescribeStreamConsumer|DescribeStreamSummary|GetRecords|GetShardIterator|ListShards|ListStreams|SubscribeToShard)$/,
  'Lambda leaves what failed': /^sqs:SendMessage$/,
  'Lambda looks for its bucket, and S3 says what is not there': /^s3:ListBucket$/,
  'AssumeRole with a source identity': /^sts:SetSourceIdentity$/,
};

const allowedTo = ({ identity }: Pick<HubRole, 'identity'>): readonly string[] =>
  sorted(
    identity
      .flatMap(({ Statement }) => Statement)
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action = [] }) => toList(Action)),
  );

const roleOf = (id: string): HubRole => {
  const found = roles.find((role) => role.id.startsWith(id));
  if (found === undefined) throw new Error(`no role of ${id}`);
  return found;
};
const names = Object.keys(functions);

describe('the role of a function', () => {
  it.each(names)('%s allows what its code calls, and nothing that nobody calls', (name) => {
    const patterns = Object.values(calledByAws);
    const allowed = allowedTo(roleOf(name)).filter(
      (action) => !patterns.some((pattern) => pattern.test(action)),
    );
    expect(allowed).toEqual(ownCalls(name));
  });

  it('says of AWS only what some function has', () => {
    const all = names.flatMap((name) => allowedTo(roleOf(name)));
    for (const [why, pattern] of Object.entries(calledByAws)) {
      expect(
        all.some((action) => pattern.test(action)),
        why,
      ).toBe(true);
    }
  });
});

/** Held by the bundle and never sent: whoever changes that has to allow it. */
const neverSent: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  WriteBackFunction: {
    'securityhub:GetFindings': 'updates a finding by the ids that it came with; the action looks findings up',
  },
};

/** Asked for on behalf of a call. */
const impliedAbroad: Readonly<Record<string, string>> = {
  'ec2:CreateTags': 'CreateSnapshots and CreateSecurityGroup with tags',
  'iam:PassRole': 'AssociateIamInstanceProfile',
};

describe('the responder', () => {
  const { identity } = readResponder(templates);
  const wholly = new Map(
    [...permissionsByPurpose(catalog).keys()].map((purpose) => [
      purpose,
      sorted(
        identity
          .filter(({ Statement }) => JSON.stringify(Statement).includes(`"*:tourniquet-${purpose}*"`))
          .flatMap((policy) => allowedTo({ identity: [policy] })),
      ),
    ]),
  );
  const entering = Object.entries(functions).filter(([, { enters }]) => enters !== undefined);

  it.each(entering)(
    'allows to sessions of %s what its code calls, and nothing that nobody calls',
    (name, { enters = '' }) => {
      const purposes = [...wholly.keys()].filter((purpose) =>
        enters === '' ? purpose.endsWith('.') : purpose === enters,
      );
      const allowed = sorted(purposes.flatMap((purpose) => wholly.get(purpose) ?? []));
      const never = neverSent[name] ?? {};
      const held = callsAbroad(name);
      expect(held).toEqual(expect.arrayContaining(Object.keys(never)));
      const called = held.filter((action) => !(action in never));
      expect(allowed.filter((action) => !called.includes(action) && !(action in impliedAbroad))).toEqual([]);
      expect(called.filter((action) => !allowed.includes(action))).toEqual([]);
    },
  );

  it('has no purpose that no function enters for', () => {
    const entered = new Set(entering.map(([, { enters }]) => enters));
    expect([...wholly.keys()].filter((purpose) => !entered.has(purpose))).toEqual([]);
    for (const allowed of wholly.values()) expect(allowed.length).toBeGreaterThan(0);
  });
});

/** What a task of a state machine needs: https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html */
const ofResource: Readonly<Record<string, readonly string[]>> = {
  'lambda:invoke': ['lambda:InvokeFunction'],
  'lambda:invoke.waitForTaskToken': ['lambda:InvokeFunction'],
  'states:startExecution': ['states:StartExecution'],
  'states:startExecution.sync:2': [
    'events:DescribeRule',
    'events:PutRule',
    'events:PutTargets',
    'states:DescribeExecution',
    'states:StartExecution',
    'states:StopExecution',
  ],
};

describe('the role of a state machine', () => {
  const machines = ofType(templates, 'AWS::StepFunctions::StateMachine').map(({ id, Properties }) => {
    const definition = readFileSync(
      join(directory, `asset.${Properties['DefinitionS3Location'].Key}`),
      'utf8',
    );
    const resources = [...definition.matchAll(/"arn:\$?\{?[\w:]*\}?:states:::([^"]+)"/g)].map(
      ([, resource = '']) => resource,
    );
    return [id.replace(/Machine[0-9A-F]{8}$/, 'Machine'), sorted(resources)] as const;
  });

  it.each(machines)('%s allows what its states do, and to be traced and logged', (id, resources) => {
    expect(resources.length).toBeGreaterThan(0);
    const needed = sorted(resources.flatMap((resource) => ofResource[resource] ?? [`unknown: ${resource}`]));
    const allowed = allowedTo(roleOf(id)).filter((action) => !/^(xray|logs):/.test(action));
    expect(allowed).toEqual(needed);
  });
});

it('allows Firehose what it takes to write the lake, and no more', () => {
  expect(allowedTo(roleOf('DeliveryRole'))).toEqual([
    'glue:GetTable',
    'glue:GetTableVersion',
    'glue:GetTableVersions',
    'kms:Decrypt',
    'kms:GenerateDataKey',
    'logs:PutLogEvents',
    's3:AbortMultipartUpload',
    's3:GetBucketLocation',
    's3:GetObject',
    's3:ListBucket',
    's3:ListBucketMultipartUploads',
    's3:PutObject',
  ]);
});

it('knows every role of the templates', () => {
  const machines = ofType(templates, 'AWS::StepFunctions::StateMachine').map(({ id }) =>
    id.replace(/Machine[0-9A-F]{8}$/, ''),
  );
  // What API Gateway writes its log with: see `stream.test.ts`.
  const known = [...names, ...machines, 'DeliveryRole', 'EventsApiCloudWatchRole'];
  expect(roles.filter(({ id }) => !known.some((name) => id.startsWith(name))).map(({ id }) => id)).toEqual(
    [],
  );
});
