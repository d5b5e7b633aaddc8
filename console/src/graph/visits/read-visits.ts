import type { ExecutionEvent } from '../../../../core/api/executions.ts';
import { climb, type Draft } from './draft.ts';
import type { Visit, VisitStatus } from './visit.ts';

/**
 * All visits that a history tells of, in the order in which they began. Events belong together by the event that
 * went before (`previousEventId`), so that the iterations of a Map are told apart.
 */
export function readVisits(events: readonly ExecutionEvent[]): Visit[] {
  const reading: Reading = { visitOf: new Map(), types: new Map(), drafts: [], ended: false };
  for (const event of events) take(reading, event);
  return reading.drafts.map((draft) => finish(draft, reading.ended));
}

interface Reading {
  /** By the event's id: the visit that it belongs to. */
  readonly visitOf: Map<number, Draft>;
  readonly types: Map<number, string>;
  readonly drafts: Draft[];
  ended: boolean;
}

function take(reading: Reading, event: ExecutionEvent): void {
  const { type, id } = event;
  reading.types.set(id, type);
  if (type.startsWith('Execution')) {
    reading.ended = /(Succeeded|Failed|TimedOut|Aborted)$/.test(type);
    if (type === 'ExecutionRedriven') reopen(reading);
    return;
  }
  const draft = type.endsWith('StateEntered') ? enter(reading, event) : findVisit(reading, event);
  if (draft === undefined) return;
  reading.visitOf.set(id, draft);
  draft.events.push(event);
  if (type.endsWith('StateExited')) leave(reading, draft, event);
  else if (isFailure(type)) fail(draft, event);
  else if (startsTry(type)) startTry(draft, event);
}

/** Not that an iteration failed: that is about a state in it, and the Map may tolerate it. */
const isFailure = (type: string): boolean => /(Failed|TimedOut)$/.test(type) && type !== 'MapIterationFailed';
const startsTry = (type: string): boolean => /(Scheduled|ParallelStateStarted|MapStateStarted)$/.test(type);

/** Everything that had not come to its end starts over, or goes on. */
function reopen({ drafts }: Reading): void {
  for (const draft of drafts) if (draft.exited === null) draft.failed = false;
}

function enter({ visitOf, types, drafts }: Reading, event: ExecutionEvent): Draft {
  const before = visitOf.get(event.previousEventId);
  const goesInside = types.get(event.previousEventId)?.endsWith('Started') ?? false;
  const draft: Draft = {
    state: nameOf(event) ?? event.state ?? '',
    type: event.type.replace('StateEntered', ''),
    parent: goesInside ? (before ?? null) : (before?.parent ?? null),
    entered: event,
    exited: null,
    caught: false,
    failure: null,
    failed: false,
    tries: 0,
    scheduled: null,
    events: [],
  };
  if (draft.type === 'Fail') fail(draft, event);
  drafts.push(draft);
  return draft;
}

/** What ends a Parallel or Map names as the event before it one within: then it is an outer visit that is meant. */
function findVisit({ visitOf, drafts }: Reading, event: ExecutionEvent): Draft | undefined {
  const name = nameOf(event);
  const before =
    visitOf.get(event.previousEventId) ??
    drafts.findLast(({ state, exited }) => state === (name ?? event.state) && exited === null);
  if (name !== null) return climb(before, ({ state, exited }) => state === name && exited === null);
  const container = /^(Parallel|Map)State(Succeeded|Failed)$/.exec(event.type)?.[1];
  return container === undefined
    ? before
    : climb(before, ({ type, exited, failed }) => type === container && exited === null && !failed);
}

/** The state's name, where the event says it. */
function nameOf({ details }: ExecutionEvent): string | null {
  const name = details['name'] ?? details['state'];
  return typeof name === 'string' ? name : null;
}

/** A Catch took over where the event before was a failure. */
function leave({ types }: Reading, draft: Draft, event: ExecutionEvent): void {
  draft.exited = event;
  draft.caught = isFailure(types.get(event.previousEventId) ?? '');
}

function fail(draft: Draft, event: ExecutionEvent): void {
  draft.failure = event;
  draft.failed = true;
}

function startTry(draft: Draft, event: ExecutionEvent): void {
  draft.tries += 1;
  draft.failed = false;
  draft.scheduled = event;
}

function finish(draft: Draft, ended: boolean): Visit {
  const { state, type, entered, exited, failure, scheduled, events } = draft;
  const retries = Math.max(0, draft.tries - 1);
  const status = judge(draft, ended);
  return { state, type, status, entered, exited, failure, retries, scheduled, events };
}

/** A failure that nothing caught yet may be tried again, as long as what the state is in goes on. */
function judge(draft: Draft, ended: boolean): VisitStatus {
  if (draft.exited !== null) return draft.caught ? 'caught' : 'succeeded';
  const over = ended || climb(draft.parent ?? undefined, isOver) !== undefined;
  if (!over) return 'running';
  return draft.failed ? 'failed' : 'cancelled';
}

const isOver = ({ exited, failed }: Draft): boolean => exited !== null || failed;
