import type { Json } from '../../core/json.ts';

/** A JSON value with its text, so that a value passed from state to state is written out once. */
export interface Payload {
  readonly value: Json;
  readonly text: string;
}

/** 256 KiB of UTF-8: inputs, outputs, arguments and variables (Step Functions quotas). */
const PAYLOAD_LIMIT = 262_144;

export const toPayload = (value: Json): Payload => ({ value, text: JSON.stringify(value) });

export const parsePayload = (text: string): Payload => ({ value: JSON.parse(text) as Json, text });

/** Whether `text` is more than 256 KiB in UTF-8. Counts bytes only where the length leaves doubt. */
export function exceedsLimit(text: string): boolean {
  if (text.length > PAYLOAD_LIMIT) return true;
  return text.length * 3 > PAYLOAD_LIMIT && Buffer.byteLength(text) > PAYLOAD_LIMIT;
}
