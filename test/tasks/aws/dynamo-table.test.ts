import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoTable } from '../../../tasks/aws/dynamo-table.ts';
import { createDynamoClient } from '../../../tasks/aws/own-clients.ts';
import { createRequestHandler } from '../../../tasks/aws/request-handler.ts';
import { countersContract } from '../../contract/counters.ts';
import { tableContract } from '../../contract/table.ts';
import {
  createLocalClient,
  makeTable,
  openDynaliteTable,
  startDynalite,
} from '../../support/dynamo-tables.ts';

tableContract('DynamoDB (dynalite)', openDynaliteTable);
countersContract('DynamoDB (dynalite)', openDynaliteTable, 5);

const key = { pk: 'INCIDENT#1', sk: 'META' };

/** The first answers are lost on the way back: the server has done what it was asked. */
class LossyHandler extends NodeHttpHandler {
  left: number;
  constructor(losses: number) {
    super({});
    this.left = losses;
  }
  override async handle(...[request, options]: Parameters<NodeHttpHandler['handle']>) {
    const answer = await super.handle(request, options);
    this.left -= 1;
    if (this.left >= 0) throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    return answer;
  }
}

describe('a write whose answer is lost', () => {
  const openLossy = async (losses: number) => {
    const endpoint = await startDynalite();
    const table = await makeTable(createLocalClient(endpoint));
    const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
    const settings = { region: 'us-east-1', endpoint, credentials };
    const client = createDynamoClient({ ...settings, requestHandler: new LossyHandler(losses) });
    const calm = createDynamoTable({ client: createLocalClient(endpoint), table, newId: randomUUID });
    return { lossy: createDynamoTable({ client, table, newId: randomUUID }), calm };
  };

  it('is known as done when the SDK repeats it and finds it there', async () => {
    const { lossy, calm } = await openLossy(1);
    expect(await lossy.put({ ...key, data: { n: 1 } }, 'absent')).toBe(true);
    expect(await calm.get(key)).toMatchObject({ version: 1, data: { n: 1 } });
  });

  it('is known as done on a version too, and does not write twice', async () => {
    const { lossy, calm } = await openLossy(1);
    await calm.put({ ...key, data: { n: 1 } }, 'absent');
    expect(await lossy.put({ ...key, data: { n: 2 } }, { version: 1 })).toBe(true);
    expect(await calm.get(key)).toMatchObject({ version: 2, data: { n: 2 } });
  });

  it('is a lost race all the same where it was somebody else who wrote', async () => {
    const { lossy, calm } = await openLossy(1);
    await calm.put({ ...key, data: { n: 1 } }, 'absent');
    expect(await lossy.put({ ...key, data: { n: 2 } }, 'absent')).toBe(false);
  });
});

describe('a table that cannot answer', () => {
  const failing = (error: object) =>
    createDynamoTable({
      client: { send: () => Promise.reject(error) } as never,
      table: 'tourniquet',
      newId: randomUUID,
    });
  const named = (name: string, more: object = {}) => Object.assign(new Error('said so'), { name, ...more });

  it.each([
    [named('ProvisionedThroughputExceededException'), 'Busy', 'the table tourniquet cannot answer now'],
    [named('ThrottlingException'), 'Busy', 'ThrottlingException: said so'],
    [named('InternalServerError'), 'Busy', 'try again'],
    [named('Error', { code: 'ECONNREFUSED' }), 'Busy', 'cannot be reached (ECONNREFUSED)'],
    [named('ResourceNotFoundException'), 'NotFound', 'there is no table tourniquet'],
    [named('AccessDeniedException'), 'AccessDeniedException', 'said so'],
  ])('fails with %s as %s: %s', async (error, name, message) => {
    const expected = expect.objectContaining({ name, message: expect.stringContaining(message) });
    await expect(failing(error).get(key)).rejects.toThrow(expected);
    await expect(failing(error).put({ ...key, data: {} }, 'absent')).rejects.toThrow(expected);
    await expect(failing(error).query({ pk: 'P' })).rejects.toThrow(expected);
  });

  it('refuses a place to read on from that it never gave', async () => {
    const table = await openDynaliteTable();
    await expect(table.query({ pk: 'P', after: 'nowhere' })).rejects.toThrow(
      expect.objectContaining({ name: 'InvalidInput' }),
    );
  });
});

describe('a table that is slow', () => {
  /** Refuses once for the load, then never answers. */
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    if (asked > 1) return;
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify({ __type: 'com.amazonaws.dynamodb.v20120810#ThrottlingException' }));
  });
  beforeAll(async () => void (await once(server.listen(0, '127.0.0.1'), 'listening')));
  afterAll(() => server.closeAllConnections());

  it('is asked again, slower, and never waited for for ever', async () => {
    const client = createDynamoClient({
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
      requestHandler: createRequestHandler({ connectMs: 500, requestMs: 50 }),
    });
    const table = createDynamoTable({ client, table: 'tourniquet', newId: randomUUID });
    await expect(table.get(key)).rejects.toThrow(expect.objectContaining({ name: 'Busy' }));
    expect(asked).toBe(5);
  });
});
