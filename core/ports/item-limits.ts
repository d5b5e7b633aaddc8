import { TourniquetError } from '../errors.ts';
import type { NewItem } from './table.ts';

/** An item that no store takes. Writing it again does not help: what makes it grow has to go elsewhere. */
class ItemTooLarge extends TourniquetError {
  override readonly name = 'ItemTooLarge';
  readonly retryable = false;
}

/**
 * In bytes of UTF-8. They are DynamoDB's, and hold in every home, so that what is written on a desk can be written on
 * AWS.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
const itemLimits = { pk: 2048, sk: 1024, item: 400 * 1024 } as const;

/** Attribute names, version, writer and expiry count too. */
const overhead = 256;

/**
 * @param json the item's data as it will stand.
 * @throws ItemTooLarge naming the item and what it may be at most.
 */
export function checkItemSize({ pk, sk, gsi1, gsi2 }: NewItem, json: string): void {
  for (const key of [{ pk, sk }, gsi1, gsi2]) {
    if (key === undefined) continue;
    refuse(key.pk, itemLimits.pk, `the key ${shorten(key.pk)}`);
    refuse(key.sk, itemLimits.sk, `the sort key ${shorten(key.sk)} of ${shorten(key.pk)}`);
  }
  const keys = [pk, sk, gsi1?.pk, gsi1?.sk, gsi2?.pk, gsi2?.sk].join('');
  refuse(json + keys, itemLimits.item - overhead, `the item ${shorten(pk)} ${shorten(sk)}`);
}

function refuse(text: string, most: number, what: string): void {
  // No character takes more than three bytes a code unit.
  if (text.length * 3 <= most) return;
  const bytes = countBytes(text);
  if (bytes <= most) return;
  throw new ItemTooLarge(
    `${what} has ${bytes} bytes, and the store takes ${most} at most; keep what is long in the raw store and refer to it`,
  );
}

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

function countBytes(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
