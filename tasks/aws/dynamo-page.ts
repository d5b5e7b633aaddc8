import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { InvalidInput } from '../../core/errors.ts';
import type { Page, PageQuery } from '../../core/ports/table.ts';
import { type Attributes, readItem } from './dynamo-item.ts';
import { type Range, rangeOf } from './dynamo-range.ts';

interface Place {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly table: string;
  /** Absent: the table itself. */
  readonly index?: 'gsi1' | 'gsi2';
}

/** At most a megabyte: a page may be shorter than its limit and still have a next one. */
export async function readPage(place: Place, query: PageQuery): Promise<Page> {
  const range = rangeOf(query);
  if (range === null) return { items: [] };
  const { Items = [], LastEvaluatedKey } = await place.client.send(commandOf(place, query, range));
  const sortKey = `${place.index ?? ''}sk`;
  const items = Items.filter((item) => item[sortKey]?.S !== range.except).map(readItem);
  return LastEvaluatedKey === undefined ? { items } : { items, next: writeCursor(LastEvaluatedKey) };
}

function commandOf({ table, index }: Place, query: PageQuery, { condition, values }: Range): QueryCommand {
  const { pk, limit = 100, descending = false, after } = query;
  const keys = index ?? '';
  return new QueryCommand({
    TableName: table,
    ...(index === undefined ? { ConsistentRead: true } : { IndexName: index }),
    KeyConditionExpression: condition === undefined ? '#pk = :pk' : `#pk = :pk AND ${condition}`,
    ExpressionAttributeNames: { '#pk': `${keys}pk`, ...(condition && { '#sk': `${keys}sk` }) },
    ExpressionAttributeValues: { ':pk': { S: pk }, ...values },
    ...(after === undefined ? {} : { ExclusiveStartKey: parseCursor(after) }),
    Limit: limit,
    ScanIndexForward: !descending,
  });
}

/** Where a page ended: the key of its last item, and where that stands in the index. */
const Cursor = z.record(z.string(), z.object({ S: z.string() }));

const writeCursor = (key: Attributes): string => Buffer.from(JSON.stringify(key)).toString('base64url');

function parseCursor(text: string): Attributes {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch (error) {
    throw new InvalidInput(`${JSON.stringify(text)} is no place to read on from; give the next of a page`, {
      cause: error,
    });
  }
}
