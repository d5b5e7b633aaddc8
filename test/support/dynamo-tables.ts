import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import type { Table } from '../../core/ports/table.ts';
import { createDynamoTable } from '../../tasks/aws/dynamo-table.ts';
import { createDynamoClient } from '../../tasks/aws/own-clients.ts';
import { createRequestHandler } from '../../tasks/aws/request-handler.ts';

const index = (name: string) => ({
  IndexName: name,
  KeySchema: [
    { AttributeName: `${name}pk`, KeyType: 'HASH' as const },
    { AttributeName: `${name}sk`, KeyType: 'RANGE' as const },
  ],
  Projection: { ProjectionType: 'ALL' as const },
});

/** An empty table under a name of its own. */
export async function makeTable(client: DynamoDBClient): Promise<string> {
  const TableName = `tourniquet-${randomUUID()}`;
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S' as const,
      })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [index('gsi1'), index('gsi2')],
    }),
  );
  const describe = async () => await client.send(new DescribeTableCommand({ TableName }));
  while ((await describe()).Table?.TableStatus !== 'ACTIVE');
  return TableName;
}

/** As `createDynamoClient` makes it for Lambda, for a server on this machine, which asks nobody who they are. */
export const createLocalClient = (endpoint: string): DynamoDBClient =>
  createDynamoClient({
    region: 'us-east-1',
    endpoint,
    requestHandler: createRequestHandler({ connectMs: 30_000, requestMs: 30_000 }),
    credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
  });

let started: Promise<string> | undefined;

/** dynalite in this process, once, gone with it. @returns where it listens. */
export const startDynalite = (): Promise<string> => (started ??= listen());

async function listen(): Promise<string> {
  const server = dynalite({ createTableMs: 0 }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An empty table on dynalite. */
export async function openDynaliteTable(): Promise<Table> {
  const client = createLocalClient(await startDynalite());
  return createDynamoTable({ client, table: await makeTable(client), newId: randomUUID });
}
