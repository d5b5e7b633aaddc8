import type { AddressKey, Bounds } from './address.ts';

/** What is known for a time: until this instant (epoch milliseconds), which is no part of it. */
export interface Lasting {
  readonly until: number;
}

/** A network, its first and last address included, and what is known of it. */
interface Range<T> extends Bounds {
  readonly value: T;
  /** Its place in the list. */
  readonly order: number;
}

interface Nested<T> extends Range<T> {
  /** The smallest network around this one; -1 for none. */
  readonly around: number;
  /** Of this one and all around it, the one that comes first in the list. */
  readonly best: Range<T>;
}

/**
 * Networks, to be asked which of them has an address: the first in the list whose time is not over. Of two networks either
 * one lies within the other or they have nothing in common, so those that have an address are the innermost one and those
 * around it.
 */
export function indexNetworks<T extends Lasting>(
  networks: readonly (readonly [Bounds, T])[],
): (key: AddressKey, now: number) => T | undefined {
  const ranges = networks.map(([{ first, last }, value], order) => ({ first, last, value, order }));
  const ipv4 = nest(ranges.filter(({ first }) => typeof first === 'number'));
  const ipv6 = nest(ranges.filter(({ first }) => typeof first === 'string'));
  return (key, now) => {
    const found = typeof key === 'number' ? ipv4 : ipv6;
    let range = found[lastFrom(found, key)];
    while (range !== undefined && range.last < key) range = found[range.around];
    if (range === undefined || range.best.value.until > now) return range?.best.value;
    return firstThatLasts(found, range, now)?.value;
  };
}

/** Where what comes first is over: all that lie around the address are looked at, 128 at most. */
function firstThatLasts<T extends Lasting>(
  ranges: readonly Nested<T>[],
  innermost: Nested<T>,
  now: number,
): Range<T> | undefined {
  let best: Range<T> | undefined;
  for (let range: Nested<T> | undefined = innermost; range !== undefined; range = ranges[range.around]) {
    const comesFirst = best === undefined || range.order < best.order;
    if (comesFirst && range.value.until > now) best = range;
  }
  return best;
}

/** By first address, the larger first; so what is around a network stands before it. */
function nest<T>(ranges: readonly Range<T>[]): readonly Nested<T>[] {
  const sorted = ranges.toSorted((a, b) => compare(a.first, b.first) || compare(b.last, a.last));
  const nested: Nested<T>[] = [];
  for (const range of sorted) {
    let around = nested.length - 1;
    for (; ; around = nested[around]?.around ?? -1) {
      const outer = nested[around];
      if (outer === undefined || outer.last >= range.last) break;
    }
    const outer = nested[around];
    const best = outer !== undefined && outer.best.order < range.order ? outer.best : range;
    nested.push({ ...range, around, best });
  }
  return nested;
}

const compare = (a: AddressKey, b: AddressKey): number => (a < b ? -1 : a > b ? 1 : 0);

/** The place of the last range that begins at the key or before it; -1 for none. */
function lastFrom<T>(ranges: readonly Range<T>[], key: AddressKey): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const range = ranges[middle];
    if (range !== undefined && range.first <= key) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
