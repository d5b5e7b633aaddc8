import type { Filter } from '@aws-sdk/client-ec2';
import type { ReadContext } from '../command.ts';
import { NotSimulated } from '../command.ts';
import { isIndexed, tagsOf } from '../indexes.ts';
import type { Kind, RecordKinds } from '../records.ts';
import { idOf } from '../records.ts';
import { ec2Error } from './ec2-error.ts';

/** A filter's values of one record; the record passes when any of them matches any value asked for. */
export type FilterTable<K extends Kind> = Readonly<
  Record<string, (record: RecordKinds[K], context: ReadContext) => readonly string[]>
>;

export interface Description<K extends Kind> {
  readonly kind: K;
  readonly filters: FilterTable<K>;
  /** Answers for ids that do not exist: `InvalidInstanceID.NotFound`. */
  readonly missing: (ids: readonly string[]) => Error;
}

interface Selection {
  readonly ids?: readonly string[] | undefined;
  readonly filters?: readonly Filter[] | undefined;
}

/** The records that a Describe call asks for: by ids (each must exist), narrowed by filters (all must hold). */
export function select<K extends Kind>(
  description: Description<K>,
  { ids, filters = [] }: Selection,
  context: ReadContext,
): RecordKinds[K][] {
  const tests = filters.map((filter) => compileFilter(description, filter));
  const candidates = ids?.length
    ? getAll(description, ids, context)
    : narrow(description.kind, filters, context);
  return Array.from(candidates).filter((record) => tests.every((test) => test(record, context)));
}

/** Records by id; throws the kind's own error when one does not exist. */
export function getAll<K extends Kind>(
  { kind, missing }: Description<K>,
  ids: readonly string[],
  context: ReadContext,
): RecordKinds[K][] {
  const absent = ids.filter((id) => !context.get(kind, id));
  if (absent.length > 0) throw missing(absent);
  return [...new Set(ids)].flatMap((id) => context.get(kind, id) ?? []);
}

/** The record of that id; throws the kind's own error when it does not exist. */
export function getOne<K extends Kind>(
  { kind, missing }: Description<K>,
  id: string,
  context: ReadContext,
): RecordKinds[K] {
  const record = context.get(kind, id);
  if (!record) throw missing([id]);
  return record;
}

const hasWildcard = (value: string) => /[*?\\]/.test(value);

function narrow<K extends Kind>(kind: K, filters: readonly Filter[], context: ReadContext) {
  const usable = filters.find(
    ({ Name, Values }) => Name && isIndexed(kind, Name) && Values?.length && !Values.some(hasWildcard),
  );
  if (!usable) return context.list(kind);
  const found = new Set<RecordKinds[K]>();
  for (const value of usable.Values ?? []) {
    for (const record of context.find(kind, usable.Name ?? '', value)) found.add(record);
  }
  return found;
}

type Test<K extends Kind> = (record: RecordKinds[K], context: ReadContext) => boolean;

function compileFilter<K extends Kind>(description: Description<K>, { Name, Values }: Filter): Test<K> {
  if (!Name || !Values?.length) {
    throw ec2Error('InvalidParameterValue', `The filter '${Name ?? ''}' has no name or no values`);
  }
  const valuesOf = readerOf(description, Name);
  const matches = Values.map(matcherOf);
  return (record, context) =>
    valuesOf(record, context).some((value) => matches.some((match) => match(value)));
}

function readerOf<K extends Kind>({ kind, filters }: Description<K>, name: string): FilterTable<K>[string] {
  if (name.startsWith('tag:')) {
    const key = name.slice('tag:'.length);
    return (record) => tagsOf(record).flatMap(({ Key, Value }) => (Key === key ? [Value] : []));
  }
  if (name === 'tag-key') return (record) => tagsOf(record).map(({ Key }) => Key);
  const reader = Object.hasOwn(filters, name) ? filters[name] : undefined;
  if (!reader) {
    const known = [...Object.keys(filters), 'tag:<key>', 'tag-key'].join(', ');
    throw new NotSimulated(`the simulated account knows no filter '${name}' of ${kind}; it knows: ${known}`);
  }
  return reader;
}

/** EC2's wildcards: `*` any characters, `?` one, `\` takes the next one literally. */
export function matcherOf(wanted: string): (value: string) => boolean {
  if (!/[*?\\]/.test(wanted)) return (value) => value === wanted;
  const source = wanted.replaceAll(/\\?[\s\S]/g, (token) => {
    if (token === '*') return '.*';
    if (token === '?') return '.';
    return token.slice(-1).replace(/[\\^$.*+?()[\]{}|/]/, String.raw`\$&`);
  });
  const pattern = new RegExp(`^${source}$`, 's');
  return (value) => pattern.test(value);
}

/** Filters that every kind has. */
export const byId = <K extends Kind>(kind: K, name: string): FilterTable<K> => ({
  [name]: (record) => [idOf[kind](record)],
});

/** @param label how EC2 names the id: `instance ID`. */
export function notFound(code: string, label: string): (ids: readonly string[]) => Error {
  return (ids) =>
    ids.length === 1
      ? ec2Error(code, `The ${label} '${ids[0]}' does not exist`)
      : ec2Error(code, `The ${label}s '${ids.join(', ')}' do not exist`);
}

/** As `notFound`, but ids that cannot be ids are malformed. Nothing that was seeded is ever malformed. */
export function notFoundOrMalformed(
  prefix: string,
  codes: { readonly missing: string; readonly malformed: string },
  label: string,
): (ids: readonly string[]) => Error {
  const wellFormed = new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`);
  const missing = notFound(codes.missing, label);
  return (ids) => {
    const bad = ids.find((id) => !wellFormed.test(id));
    return bad === undefined
      ? missing(ids)
      : ec2Error(codes.malformed, `Invalid id: "${bad}" (expecting "${prefix}-...")`);
  };
}

interface PageInput {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** One page of a Describe call. Tokens are opaque to callers. */
export function paginate<T>(items: readonly T[], { MaxResults, NextToken }: PageInput) {
  const start = NextToken === undefined ? 0 : readToken(NextToken);
  const end = MaxResults === undefined ? items.length : start + MaxResults;
  const next = end < items.length ? Buffer.from(`at ${end}`).toString('base64url') : undefined;
  return { items: items.slice(start, end), NextToken: next };
}

function readToken(token: string): number {
  const at = /^at (\d+)$/.exec(Buffer.from(token, 'base64url').toString());
  if (!at) throw ec2Error('InvalidNextToken', 'The token is not valid');
  return Number(at[1]);
}
