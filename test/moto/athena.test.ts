import { AthenaClient, CreateWorkGroupCommand } from '@aws-sdk/client-athena';
import { expect, inject, it } from 'vitest';
import { createSystemClock } from '../../runtime/asl/index.ts';
import { createAthenaQueries } from '../../tasks/aws/athena-queries.ts';

const endpoint = inject('moto');
const client = new AthenaClient({
  region: 'us-east-1',
  endpoint,
  credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
});

/** What moto answers next: https://docs.getmoto.org/en/latest/docs/services/athena.html */
const tellMoto = async (results: readonly object[]): Promise<void> => {
  const { hostname, port } = new URL(endpoint);
  await fetch(`http://${hostname}:${port}/moto-api/static/athena/query-results`, {
    method: 'POST',
    body: JSON.stringify({ account_id: '123456789012', region: 'us-east-1', results }),
    headers: { 'content-type': 'application/json' },
  });
};

it('asks with a real client, and takes the answer apart as Athena writes it', async () => {
  await client.send(
    new CreateWorkGroupCommand({
      Name: 'tourniquet',
      Configuration: { ResultConfiguration: { OutputLocation: 's3://answers/' } },
    }),
  );
  const column = (Name: string, Type: string) => ({
    CatalogName: 'hive',
    SchemaName: '',
    TableName: '',
    Name,
    Label: Name,
    Type,
    Precision: 0,
    Scale: 0,
    Nullable: 'UNKNOWN',
    CaseSensitive: true,
  });
  await tellMoto([
    {
      rows: [
        { Data: [{ VarCharValue: 'action' }, { VarCharValue: 'n' }] },
        { Data: [{ VarCharValue: 'DeleteTrail' }, { VarCharValue: '3' }] },
      ],
      column_info: [column('action', 'varchar'), column('n', 'bigint')],
    },
  ]);
  const queries = createAthenaQueries({
    client,
    clock: createSystemClock(),
    workgroup: 'tourniquet',
    database: 'tourniquet',
  });
  const answer = await queries.ask('SELECT action, count(*) AS n FROM events GROUP BY 1', {
    mostRows: 10,
    longest: 20_000,
  });
  expect(answer).toMatchObject({ columns: ['action', 'n'], rows: [['DeleteTrail', 3]], isCut: false });
});
