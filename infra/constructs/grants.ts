import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { S3Object } from '../../core/intel/feed-location.ts';
import { incidentsObject } from '../../core/lake/incident-row.ts';
import { dropsPrefix, lakeStreamName } from '../deployment.ts';
import type { Use } from '../functions.ts';
import type { MessagesStack } from '../stacks/messages.ts';
import type { StoreStack } from '../stacks/store.ts';
import { executionArns, machineArn } from './machine-arns.ts';

export interface Grounds {
  readonly store: StoreStack;
  readonly messages: MessagesStack;
  /** Of the responder role, in every account. */
  readonly role: string;
  /** Those that are named, besides the hub's own. Null: none are, and findings lead anywhere. */
  readonly accounts: readonly string[] | null;
  /** Where links of questions lead, and people come: for `publish` and `people` alone. */
  readonly url?: string;
  /** For `people` alone. */
  readonly people?: Readonly<Record<'edge' | 'issuer' | 'login' | 'client' | 'scope', string>>;
  /** For `release` alone. */
  readonly release?: IFunction;
  /** For `letters` alone. */
  readonly letters?: IFunction;
  /** Threat lists that are objects. */
  readonly feeds: readonly S3Object[];
  /** For `drops` alone. */
  readonly drops?: IBucket;
  /** For `copy` alone. */
  readonly lake?: IBucket;
}

interface Grant {
  readonly statements: readonly PolicyStatement[];
  readonly environment: Readonly<Record<string, string>>;
}

const allow = (actions: readonly string[], ...resources: readonly string[]): PolicyStatement =>
  new PolicyStatement({ actions: [...actions], resources: [...resources] });

const grants: Readonly<Record<Use, (scope: Construct, grounds: Grounds) => Grant>> = {
  table: (_scope, { store: { table, key } }) => ({
    statements: [
      allow(
        ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query'],
        table.tableArn,
        ...['gsi1', 'gsi2'].map((index) => `${table.tableArn}/index/${index}`),
      ),
      allow(['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'], key.keyArn),
    ],
    environment: { TOURNIQUET_TABLE: table.tableName },
  }),
  raw: (_scope, { store }) => ({
    // It can add, and neither read nor delete: the lock is on what stands there.
    statements: [allow(['s3:PutObject'], `${store.exportValue(store.raw.bucketArn)}/raw/*`)],
    environment: { TOURNIQUET_RAW_BUCKET: store.raw.bucketName },
  }),
  originals: (_scope, { store }) => {
    const bucket = store.exportValue(store.raw.bucketArn);
    return {
      // Without the second S3 says "denied" of what is not there.
      statements: [allow(['s3:GetObject'], `${bucket}/raw/*`), allow(['s3:ListBucket'], bucket)],
      environment: { TOURNIQUET_RAW_BUCKET: store.raw.bucketName },
    };
  },
  triage: (scope) => starting(scope, 'triage'),
  response: (scope) => starting(scope, 'response'),
  runs: (scope) => ({
    statements: [allow(['states:DescribeExecution'], executionArns(scope, 'playbook-*'))],
    environment: {},
  }),
  // A token names no machine, and IAM knows the task of a token by nothing else.
  answer: (scope) => ({
    statements: [allow(['states:SendTaskSuccess'], machineArn(scope, 'playbook-*'))],
    environment: {},
  }),
  evidence: (_scope, { store }) => ({
    statements: [allow(['s3:PutObject'], `${store.exportValue(store.evidence.bucketArn)}/incidents/*`)],
    environment: { TOURNIQUET_EVIDENCE_BUCKET: store.evidence.bucketName },
  }),
  publish: (scope, { messages: { urgent, alerts, approvals }, url }) => ({
    statements: [allow(['sns:Publish'], ...[urgent, alerts, approvals].map(({ topicArn }) => topicArn))],
    environment: {
      TOURNIQUET_URGENT_TOPIC: urgent.topicArn,
      TOURNIQUET_ALERTS_TOPIC: alerts.topicArn,
      TOURNIQUET_APPROVALS_TOPIC: approvals.topicArn,
      TOURNIQUET_URL: url ?? refuse(scope, 'publishes messages, and their links lead nowhere: give it a url'),
    },
  }),
  review: (scope) => ({
    statements: [
      allow(['states:DescribeStateMachine', 'states:ListExecutions'], machineArn(scope, '*')),
      allow(
        [
          'states:DescribeExecution',
          'states:DescribeStateMachineForExecution',
          'states:GetExecutionHistory',
          'states:RedriveExecution',
        ],
        executionArns(scope, '*'),
      ),
    ],
    environment: machines(scope),
  }),
  release: (scope, { release = refuse(scope, 'releases incidents: give it the function that does') }) => ({
    statements: [allow(['lambda:InvokeFunction'], release.functionArn)],
    environment: { TOURNIQUET_RELEASE: release.functionName },
  }),
  letters: (
    scope,
    { letters = refuse(scope, 'tries dead letters again: give it the function that does') },
  ) => ({
    statements: [allow(['lambda:InvokeFunction'], letters.functionArn)],
    environment: { TOURNIQUET_LETTERS: letters.functionName },
  }),
  people: (scope, { people = refuse(scope, 'lets people in: say where they sign in'), url }) => ({
    statements: [],
    environment: {
      TOURNIQUET_URL: url ?? refuse(scope, 'lets people in: give it a url'),
      TOURNIQUET_EDGE: people.edge,
      TOURNIQUET_ISSUER: people.issuer,
      TOURNIQUET_LOGIN: people.login,
      TOURNIQUET_CLIENT: people.client,
      TOURNIQUET_SCOPE: people.scope,
    },
  }),
  accounts: (scope, { role, accounts }) => ({
    statements: [
      allow(
        ['sts:AssumeRole', 'sts:SetSourceIdentity'],
        ...whereToEnter(Stack.of(scope).account, accounts).map(
          (account) => `arn:${Stack.of(scope).partition}:iam::${account}:role/${role}`,
        ),
      ),
    ],
    environment: {},
  }),
  'custom-actions': (scope) => ({
    statements: [
      allow(
        ['Create', 'Update', 'Delete'].map((verb) => `securityhub:${verb}ActionTarget`),
        Stack.of(scope).formatArn({ service: 'securityhub', resource: 'hub', resourceName: 'default' }),
      ),
    ],
    environment: {},
  }),
  // By name, for the delivery stream stands in the stack that the function is made in.
  lake: (scope) => ({
    statements: [
      allow(
        ['firehose:PutRecordBatch'],
        Stack.of(scope).formatArn({
          service: 'firehose',
          resource: 'deliverystream',
          resourceName: lakeStreamName,
        }),
      ),
    ],
    environment: { TOURNIQUET_LAKE_STREAM: lakeStreamName },
  }),
  drops: (scope, { drops = refuse(scope, 'reads files that were dropped: give it the bucket') }) => ({
    statements: [
      // Always of a version: what was put over another file a moment later is a file of its own.
      allow(['s3:GetObjectVersion'], drops.arnForObjects(`${dropsPrefix}*`)),
      // Without it S3 says "denied" of what is not there.
      allow(['s3:ListBucket'], drops.bucketArn),
    ],
    environment: {},
  }),
  // These objects and no others. Without s3:ListBucket S3 says "denied" of one that is not there, which is told as well.
  feeds: (scope, { feeds }) => ({
    statements:
      feeds.length === 0
        ? []
        : [
            allow(
              ['s3:GetObject'],
              ...feeds.map(({ bucket, key }) => `arn:${Stack.of(scope).partition}:s3:::${bucket}/${key}`),
            ),
          ],
    environment: {},
  }),
  copy: (scope, { store: { table, key }, lake = refuse(scope, 'copies incidents: give it the lake') }) => ({
    statements: [
      allow(['dynamodb:Query'], `${table.tableArn}/index/gsi1`),
      allow(['s3:PutObject'], lake.arnForObjects(incidentsObject)),
      allow(['kms:Decrypt', 'kms:GenerateDataKey'], key.keyArn),
    ],
    environment: { TOURNIQUET_TABLE: table.tableName, TOURNIQUET_LAKE_BUCKET: lake.bucketName },
  }),
  machines: (scope) => ({ statements: [], environment: machines(scope) }),
  config: () => ({ statements: [], environment: {} }),
  library: () => ({ statements: [], environment: {} }),
  rules: () => ({ statements: [], environment: {} }),
  shelf: () => ({ statements: [], environment: {} }),
  countries: () => ({ statements: [], environment: {} }),
};

/** A role's own policies hold 10,240 characters, and each account takes some 60 of them. */
const mostNamed = 100;

/** More than a policy holds, the functions alone hold to: see `core/account-bounds.ts`. */
const whereToEnter = (own: string, accounts: Grounds['accounts']): readonly string[] =>
  accounts === null || accounts.length > mostNamed ? ['*'] : [own, ...accounts];

/** What a function may do and is told, by what it uses. */
export function grantsFor(scope: Construct, uses: readonly Use[], grounds: Grounds): Grant {
  const given = uses.map((use) => grants[use](scope, grounds));
  return {
    statements: given.flatMap(({ statements }) => statements),
    environment: Object.fromEntries(given.flatMap(({ environment }) => Object.entries(environment))),
  };
}

function refuse(scope: Construct, why: string): never {
  throw new Error(`${scope.node.path} ${why}`);
}

const starting = (scope: Construct, machine: 'triage' | 'response'): Grant => ({
  statements: [allow(['states:StartExecution'], machineArn(scope, machine))],
  environment: machines(scope),
});

const machines = (scope: Construct) => ({ TOURNIQUET_MACHINES: machineArn(scope, '') });
