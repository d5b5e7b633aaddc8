import type { Execution, Thread } from '../execution.ts';
import { applyEntry } from '../apply-entry.ts';
import type { Details, JournalEntry, Note } from '../journal.ts';
import type { Payload } from '../payload.ts';

/** What the interpreter needs of the world. */
export interface Environment {
  now(): number;
  /** From 0 up to but without 1. */
  random(): number;
  /** A task token that nobody can guess. */
  newToken(): string;
  readonly region: string;
}

/**
 * One run of an execution from a message (start, a task's result, a timer) to the point where every thread
 * waits again. Its entries are written together.
 */
export interface Turn {
  readonly execution: Execution;
  readonly environment: Environment;
  readonly entries: JournalEntry[];
  /** Threads that can go on, first come, first served. */
  readonly ready: Thread[];
  /** Threads that have just left a state: they go on before any other, until they wait. */
  readonly again: Thread[];
  /** Threads that have scheduled a task. */
  readonly scheduled: Thread[];
  /** Those whose task is to be invoked once the entries are committed. */
  readonly started: Thread[];
  /** Threads that wait for time. */
  readonly sleeping: Thread[];
}

export interface Event {
  readonly details?: Details;
  readonly note?: Note;
  readonly payload?: Payload;
  /** Default: the thread's latest event. */
  readonly previous?: number;
}

/** An execution may have 25,000 events; the one that says so is the last. */
const EVENT_LIMIT = 25_000;

/** Thrown where the next event would leave no room for the execution's own end. */
export class HistoryFull extends Error {
  override readonly name = 'HistoryFull';
}

export function beginTurn(execution: Execution, environment: Environment): Turn {
  const threads = { ready: [], again: [], scheduled: [], started: [], sleeping: [] };
  return { execution, environment, entries: [], ...threads };
}

/** Adds a history event to the turn and applies it. Returns its id. */
export function emit(turn: Turn, thread: Thread, type: string, event: Event = {}): number {
  const id = turn.execution.lastEventId + 1;
  if (id >= EVENT_LIMIT) throw new HistoryFull();
  append(turn, {
    ...event,
    id,
    type,
    previous: event.previous ?? thread.last,
    at: turn.environment.now(),
    thread: thread.id,
  });
  return id;
}

/** Adds what the history does not show. */
export function addNote(turn: Turn, thread: Thread, type: 'retry' | 'wait', note: Note): void {
  append(turn, { id: 0, type, previous: thread.last, at: turn.environment.now(), thread: thread.id, note });
}

/** Adds an event of the execution itself: there is always room for its end. */
export function emitForExecution(
  turn: Turn,
  type: string,
  event: Event & { readonly previous: number },
): void {
  append(turn, { ...event, id: turn.execution.lastEventId + 1, type, at: turn.environment.now(), thread: 0 });
}

function append(turn: Turn, entry: JournalEntry): void {
  turn.entries.push(entry);
  applyEntry(turn.execution, entry);
}
