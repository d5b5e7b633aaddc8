import { hash } from 'node:crypto';
import { TourniquetError } from '../../core/errors.ts';
import type { AwsServiceName } from '../../tasks/aws-clients.ts';
import type { AccountStore } from './account-store.ts';
import type { Kind, RecordKinds } from './records.ts';

export type Service = AwsServiceName;

/** The caller asked for something that AWS may well do but the simulated account does not. */
export class NotSimulated extends TourniquetError {
  override readonly name = 'NotSimulated';
  readonly retryable = false;
}

/** What a handler of a reading command sees: one account and region, at one instant. */
export interface ReadContext {
  readonly account: string;
  readonly region: string;
  /** Epoch milliseconds. */
  readonly now: number;
  /** How long a snapshot stays pending, in milliseconds. */
  readonly snapshotMs: number;
  get<K extends Kind>(kind: K, id: string): RecordKinds[K] | undefined;
  list<K extends Kind>(kind: K): Iterable<RecordKinds[K]>;
  /** By an index of `indexes.ts`. */
  find<K extends Kind>(kind: K, index: string, value: string): RecordKinds[K][];
}

/** What a handler of a mutating command sees besides. */
export interface WriteContext extends ReadContext {
  put<K extends Kind>(kind: K, record: RecordKinds[K]): void;
  remove(kind: Kind, id: string): void;
  /** An id as EC2 makes them, 17 hex digits after the prefix; another one at each call. */
  newId(prefix: string): string;
}

/**
 * How one command is answered. Handlers throw AWS's errors, build their responses anew at each call, and keep
 * nothing of their input but copies.
 */
export interface CommandHandler {
  readonly mutates: boolean;
  /** Input fields that the handler knows; any other is refused, for it might change what the call means. */
  readonly accepts: ReadonlySet<string>;
  readonly run: (input: object, context: WriteContext) => object;
}
export type CommandTable = Readonly<Record<string, CommandHandler>>;

type Response<O> = Omit<O, '$metadata'>;

/** A command that leaves the account as it is. */
export function reads<I extends object, O>(
  accepts: readonly (keyof I & string)[],
  run: (input: I, context: ReadContext) => Response<O>,
): CommandHandler {
  return { mutates: false, accepts: new Set(accepts), run: (input, context) => run(input as I, context) };
}

/** A command that changes the account: it runs in a transaction and is logged. */
export function writes<I extends object, O>(
  accepts: readonly (keyof I & string)[],
  run: (input: I, context: WriteContext) => Response<O>,
): CommandHandler {
  return { mutates: true, accepts: new Set(accepts), run: (input, context) => run(input as I, context) };
}

export interface Caller {
  readonly account: string;
  readonly region: string;
}

/** @param store read and, inside `store.write`, written. */
export function createContext(
  store: AccountStore,
  caller: Caller,
  time: { readonly now: number; readonly snapshotMs: number },
): WriteContext {
  const { account, region } = caller;
  let made = 0;
  return {
    account,
    region,
    now: time.now,
    snapshotMs: time.snapshotMs,
    get: (kind, id) => store.get(kind, caller, id),
    list: (kind) => store.list(kind, caller),
    find: (kind, index, value) => store.find(kind, caller, index, value),
    put: (kind, record) => store.put(kind, caller, record),
    remove: (kind, id) => store.remove(kind, caller, id),
    newId(prefix) {
      made += 1;
      return `${prefix}-${hexOf(account, region, prefix, String(store.nextSeq()), String(made))}`;
    },
  };
}

/** 17 hex digits that depend on nothing but the parts. */
export const hexOf = (...parts: readonly string[]): string => hash('sha256', parts.join('\n')).slice(0, 17);

/** `aws`, `aws-cn` or `aws-us-gov`, as the region's name tells. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
