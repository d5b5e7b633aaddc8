import type { Json } from '../../core/json.ts';
import type { Payload } from './payload.ts';

/**
 * What an execution is made of: its history events, and notes of what the history does not tell but a resume
 * must know. Everything that the interpreter holds about an execution follows from its journal.
 */
export interface JournalEntry {
  /** The history event's id, counted from 1; 0 for a note. */
  readonly id: number;
  /** A HistoryEventType of the Step Functions API, or a note's name (lower case). */
  readonly type: string;
  readonly previous: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Which thread: 0 is the execution itself, each branch and iteration has its own. */
  readonly thread: number;
  /** The event's details as the API names them (texts for payloads), or undefined where it has none. */
  readonly details?: Details | undefined;
  /** What no history shows. */
  readonly note?: Note | undefined;
  /** The payload in `details` as a value too; not stored. */
  readonly payload?: Payload | undefined;
}

export type Details = Readonly<Record<string, Json | undefined>>;

export interface Note {
  /** StateExited: the state that follows, or null where the scope ends. */
  readonly next?: string | null;
  /** …Scheduled: the callback's token, and the attempt (from 1). */
  readonly token?: string;
  readonly attempt?: number;
  /** `retry`: which retrier. */
  readonly retrier?: number;
  /** `retry`, `wait`: when to go on, in milliseconds since the epoch. */
  readonly until?: number;
  /** ParallelStateStarted: the branches' input, where Arguments make it differ from the state's. */
  readonly input?: string;
  /** MapStateStarted. */
  readonly map?: MapNote;
}

export interface MapNote {
  readonly items: readonly Json[];
  /** For an object in `Items`: the key of each item. */
  readonly keys?: readonly string[];
  /** 0 for no limit. */
  readonly maxConcurrency: number;
  readonly toleratedCount: number;
  readonly toleratedPercentage: number;
}
