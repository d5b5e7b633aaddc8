import { isJsonObject, type JsonObject } from '../json.ts';
import type { Anchor } from '../pattern/anchor.ts';
import type { Way } from '../pattern/compile-pattern.ts';
import { elementsOf, isScalar, type Condition } from '../pattern/match-tree.ts';
import type { Scalar } from '../pattern/operators.ts';
import { addPrefix, createTrie, visitPrefixes, type Trie } from './trie.ts';

/** A way through a pattern, and whose it is. */
export interface Entry {
  readonly owner: number;
  readonly way: Way;
}

/** The entries that look at one field for certain values or prefixes. */
interface Shelf {
  readonly path: readonly string[];
  readonly exact: Map<Scalar, Entry[]>;
  readonly prefixes: Trie<Entry>;
}

export type VisitCandidates = (event: JsonObject, visit: (entry: Entry) => void) => void;

/**
 * Visits every entry that could match an event, and few others; one may be visited twice. Each entry is shelved under
 * the values of one field that it cannot do without, so an event is looked up once for each field, however many entries
 * there are. Those that can do without any are visited always.
 */
export function indexWays(entries: readonly Entry[]): VisitCandidates {
  const diversity = countValues(entries);
  const shelves = new Map<string, Shelf>();
  const rest: Entry[] = [];
  for (const entry of entries) {
    const condition = chooseCondition(entry.way, diversity);
    if (condition === undefined) rest.push(entry);
    else shelve(shelves, condition, entry);
  }
  const all = [...shelves.values()];
  return (event, visit) => {
    for (const shelf of all) visitLeaves(event, shelf.path, 0, (leaf) => lookUp(shelf, leaf, visit));
    for (const entry of rest) visit(entry);
  };
}

type Anchored = Condition & { readonly anchors: readonly Anchor[] };
const isAnchored = (condition: Condition): condition is Anchored => condition.anchors !== null;

const keyOf = ({ path }: Condition): string => JSON.stringify(path);

/** How many values the entries know of each field. */
function countValues(entries: readonly Entry[]): ReadonlyMap<string, number> {
  const values = new Map<string, Set<string>>();
  for (const condition of entries.flatMap(({ way }) => way.conditions).filter(isAnchored)) {
    const known = values.get(keyOf(condition)) ?? new Set();
    for (const anchor of condition.anchors) known.add(JSON.stringify(anchor));
    values.set(keyOf(condition), known);
  }
  return new Map([...values].map(([path, known]) => [path, known.size]));
}

/** The one that asks for the smallest part of its field's known values: an `eventName` rather than a `Root`. */
function chooseCondition(way: Way, diversity: ReadonlyMap<string, number>): Anchored | undefined {
  const share = (condition: Anchored) => condition.anchors.length / (diversity.get(keyOf(condition)) ?? 1);
  return way.conditions.filter(isAnchored).toSorted((a, b) => share(a) - share(b))[0];
}

function shelve(shelves: Map<string, Shelf>, condition: Anchored, entry: Entry): void {
  const { path, anchors } = condition;
  const key = keyOf(condition);
  const shelf = shelves.get(key) ?? { path, exact: new Map(), prefixes: createTrie() };
  shelves.set(key, shelf);
  for (const anchor of anchors) {
    if ('prefix' in anchor) addPrefix(shelf.prefixes, anchor.prefix, entry);
    else shelf.exact.set(anchor.exact, [...(shelf.exact.get(anchor.exact) ?? []), entry]);
  }
}

function lookUp({ exact, prefixes }: Shelf, leaf: Scalar, visit: (entry: Entry) => void): void {
  for (const entry of exact.get(leaf) ?? []) visit(entry);
  if (typeof leaf === 'string') visitPrefixes(prefixes, leaf, visit);
}

/** What stands at the path, in every element where there are arrays on the way. */
function visitLeaves(
  value: unknown,
  path: readonly string[],
  depth: number,
  visit: (leaf: Scalar) => void,
): void {
  if (Array.isArray(value)) {
    for (const element of elementsOf(value)) visitLeaves(element, path, depth, visit);
    return;
  }
  const name = path[depth];
  if (name === undefined) {
    if (isScalar(value)) visit(value);
  } else if (isJsonObject(value) && Object.hasOwn(value, name)) {
    visitLeaves(value[name], path, depth + 1, visit);
  }
}
