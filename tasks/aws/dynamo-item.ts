import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { JsonRecord } from '../../core/json.ts';
import type { Item, Key, NewItem } from '../../core/ports/table.ts';

export type Attributes = Record<string, AttributeValue>;

const text = z.object({ S: z.string() }).transform(({ S }) => S);
const number = z.object({ N: z.string() }).transform(({ N }) => Number(N));

/** An item as it stands in the table: what is in no index has no attributes for it, so that the indexes are sparse. */
const StoredItem = z.object({
  pk: text,
  sk: text,
  version: number,
  data: text,
  gsi1pk: text.optional(),
  gsi1sk: text.optional(),
  gsi2pk: text.optional(),
  gsi2sk: text.optional(),
  expiresAt: number.optional(),
});

export const writeKey = ({ pk, sk }: Key): Attributes => ({ pk: { S: pk }, sk: { S: sk } });

/** What `writeBody` may leave out, and an overwritten item must then lose. */
export const optionalAttributes = ['gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk', 'expiresAt'] as const;

export interface Body extends Attributes {
  readonly data: { S: string };
  readonly writer: { S: string };
}

/**
 * Everything of an item but its key and version. `data` is JSON text, for DynamoDB's own numbers end at 38 digits and
 * 10^126, and what is read must be what was written. `writer` tells a lost answer from a lost race.
 */
export function writeBody({ data, gsi1, gsi2, expiresAt }: NewItem, writer: string): Body {
  return {
    data: { S: JSON.stringify(data) },
    writer: { S: writer },
    ...(gsi1 && { gsi1pk: { S: gsi1.pk }, gsi1sk: { S: gsi1.sk } }),
    ...(gsi2 && { gsi2pk: { S: gsi2.pk }, gsi2sk: { S: gsi2.sk } }),
    ...(expiresAt !== undefined && { expiresAt: { N: String(expiresAt) } }),
  };
}

export function readItem(attributes: Attributes): Item {
  const { pk, sk, version, data, gsi1pk, gsi1sk, gsi2pk, gsi2sk, expiresAt } = StoredItem.parse(attributes);
  return {
    pk,
    sk,
    version,
    data: JsonRecord.parse(JSON.parse(data)),
    ...(gsi1pk !== undefined && gsi1sk !== undefined && { gsi1: { pk: gsi1pk, sk: gsi1sk } }),
    ...(gsi2pk !== undefined && gsi2sk !== undefined && { gsi2: { pk: gsi2pk, sk: gsi2sk } }),
    ...(expiresAt !== undefined && { expiresAt }),
  };
}
