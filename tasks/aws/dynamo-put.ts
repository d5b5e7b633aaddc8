import { type DynamoDBClient, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Condition, Key } from '../../core/ports/table.ts';
import { isAwsError } from '../actions/aws-errors.ts';
import { type Attributes, type Body, optionalAttributes, writeKey } from './dynamo-item.ts';

/** One item on its way into the table. */
interface Write {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly table: string;
  readonly read: (key: Key) => Promise<Attributes | undefined>;
  readonly key: Key;
  readonly body: Body;
}

/** @returns false, having written nothing, when the condition does not hold. */
export async function putIf(write: Write, condition: Exclude<Condition, 'always'>): Promise<boolean> {
  const { client, table: TableName, key, body } = write;
  const { version, ...expression } = expressionOf(condition);
  const Item = { ...writeKey(key), ...body, version: { N: String(version) } };
  try {
    await client.send(new PutItemCommand({ TableName, Item, ...expression }));
    return true;
  } catch (error) {
    if (!isAwsError(error, 'ConditionalCheckFailedException')) throw error;
    return await isOurs(error, write);
  }
}

/** The answer to a write can be lost and the SDK then writes again: what stands in the way may be our own. */
async function isOurs(error: unknown, { read, key, body }: Write): Promise<boolean> {
  const { attempts = 1 } = (error as { $metadata?: { attempts?: number } }).$metadata ?? {};
  return attempts > 1 && (await read(key))?.['writer']?.S === body.writer.S;
}

function expressionOf(condition: Exclude<Condition, 'always'>) {
  if (condition === 'absent') return { version: 1, ConditionExpression: 'attribute_not_exists(pk)' };
  return {
    version: condition.version + 1,
    ConditionExpression: '#version = :version',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':version': { N: String(condition.version) } },
  };
}

/** Sets what there is, removes what there is no more, and raises the version in the same write. */
export async function overwrite({ client, table: TableName, key, body }: Write): Promise<true> {
  const set = Object.entries(body);
  const gone = optionalAttributes.filter((name) => body[name] === undefined);
  const names = [...set.map(([name]) => name), ...gone, 'version'];
  const update = [
    `SET ${set.map(([name]) => `#${name} = :${name}`).join(', ')}`,
    ...(gone.length === 0 ? [] : [`REMOVE ${gone.map((name) => `#${name}`).join(', ')}`]),
    'ADD #version :one',
  ];
  await client.send(
    new UpdateItemCommand({
      TableName,
      Key: writeKey(key),
      UpdateExpression: update.join(' '),
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: {
        ...Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
        ':one': { N: '1' },
      },
    }),
  );
  return true;
}
