import { hash } from 'node:crypto';
import { hexOf } from '../command.ts';

/** Whatever a finding leaves out follows from what it says: the same parts give the same answer. */

export const madeUpId = (prefix: string, ...parts: readonly string[]): string =>
  `${prefix}-${hexOf(prefix, ...parts)}`;

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** IAM's unique ids: four letters for the kind (`AROA`), then 17 in base 32. */
export function madeUpIamId(prefix: string, ...parts: readonly string[]): string {
  const bytes = hash('sha256', [prefix, ...parts].join('\n'), 'buffer');
  return prefix + Array.from(bytes.subarray(0, 17), (byte) => alphabet[byte % 32]).join('');
}

/** A private address in 10.0.0.0/16. */
export function madeUpIp(...parts: readonly string[]): string {
  const [third = 0, fourth = 0] = hash('sha256', parts.join('\n'), 'buffer');
  return `10.0.${third}.${1 + (fourth % 254)}`;
}

/** That many days before the finding was created. */
export const daysBefore = (createdAt: string, days: number): string =>
  new Date(Date.parse(createdAt) - days * 86_400_000).toISOString();

export const toTagList = (tags: Readonly<Record<string, string>> | undefined) =>
  Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
