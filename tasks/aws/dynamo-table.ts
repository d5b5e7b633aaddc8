import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { checkItemSize } from '../../core/ports/item-limits.ts';
import { NotFound } from '../../core/errors.ts';
import type { Key, Table } from '../../core/ports/table.ts';
import { type Attributes, readItem, writeBody, writeKey } from './dynamo-item.ts';
import { readPage } from './dynamo-page.ts';
import { overwrite, putIf } from './dynamo-put.ts';
import { callOwn } from './own-errors.ts';
import { isAwsError } from '../actions/aws-errors.ts';

export interface DynamoTableConfig {
  /** Retries and timeouts are the client's: see `own-clients.ts`. */
  readonly client: Pick<DynamoDBClient, 'send'>;
  /** The name of a table with the key `pk`, `sk` and the indexes `gsi1` and `gsi2` over all attributes. */
  readonly table: string;
  /** Of each write, unlike any other. */
  readonly newId: () => string;
}

/**
 * The Table port on DynamoDB: one table, conditional writes on single items, sparse indexes, no transactions. Items and
 * partitions are read consistently; indexes are as old as DynamoDB lets them be, mostly less than a second.
 */
export function createDynamoTable({ client, table, newId }: DynamoTableConfig): Table {
  const call = <T>(work: () => Promise<T>): Promise<T> =>
    callOwn(`the table ${table}`, work).catch((error: unknown) => {
      throw isAwsError(error, 'ResourceNotFoundException') ? missing(table, error) : error;
    });
  const read = async (key: Key): Promise<Attributes | undefined> => {
    const asked = { TableName: table, Key: writeKey(key), ConsistentRead: true };
    return (await client.send(new GetItemCommand(asked))).Item;
  };
  return {
    get: async (key) => {
      const found = await call(() => read(key));
      return found === undefined ? null : readItem(found);
    },
    async put(item, condition) {
      const body = writeBody(item, newId());
      checkItemSize(item, body.data.S);
      const write = { client, table, read, key: item, body };
      return await call(() => (condition === 'always' ? overwrite(write) : putIf(write, condition)));
    },
    query: (query) => call(() => readPage({ client, table }, query)),
    queryIndex: (index, query) => call(() => readPage({ client, table, index }, query)),
  };
}

const missing = (table: string, cause: unknown): NotFound =>
  new NotFound(
    `there is no table ${table} where the store is looked for; deploy the stack Store, or correct the name`,
    { cause },
  );
