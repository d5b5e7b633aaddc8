import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Table } from '../../core/ports/table.ts';
import { readPage } from './dynamo-page.ts';
import { callOwn } from './own-errors.ts';

export interface DynamoIndexesConfig {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly table: string;
}

/** What `createDynamoTable` gives, of who may ask the indexes and nothing else. */
export const createDynamoIndexes = ({ client, table }: DynamoIndexesConfig): Pick<Table, 'queryIndex'> => ({
  queryIndex: (index, query) =>
    callOwn(`the table ${table}`, () => readPage({ client, table, index }, query)),
});
