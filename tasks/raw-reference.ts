import { createHash } from 'node:crypto';

const pattern = /^raw\/[0-9a-f]{2}\/[0-9a-f]{64}$/;

/** Where bytes stand in the raw store: by what they are, so that storing twice is storing once. */
export function rawReference(bytes: Uint8Array): string {
  const hash = createHash('sha256').update(bytes).digest('hex');
  return `raw/${hash.slice(0, 2)}/${hash}`;
}

/** Nothing else is looked for: a reference is never a path to somewhere else. */
export const isRawReference = (text: string): boolean => pattern.test(text);
