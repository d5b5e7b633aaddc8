import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { checkItemSize } from '../../core/ports/item-limits.ts';
import type { Key, Table } from '../../core/ports/table.ts';
import { explainTableError } from './dynamo-errors.ts';
import { type Attributes, readItem, writeBody, writeKey } from './dynamo-item.ts';
import { readPage } from './dynamo-page.ts';
import { overwrite, putIf } from './dynamo-put.ts';

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
  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw explainTableError(error, table);
    }
  };
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
