import type { Join, Thread } from '../execution.ts';
import type { Failure } from '../failure.ts';
import type { MapNote } from '../journal.ts';
import { emit, type Turn } from './turn.ts';

/** Starts as many iterations as MaxConcurrency allows. `previous` is the event that they follow from. */
export function startIterations(turn: Turn, thread: Thread, previous: number): void {
  const { join } = thread;
  if (!join?.map) return;
  while (join.nextIndex < join.total && hasRoom(join, join.map)) {
    const index = join.nextIndex;
    emit(turn, thread, 'MapIterationStarted', { details: { name: thread.state?.name, index }, previous });
    const child = join.children.get(index);
    if (child) turn.ready.push(child);
  }
}

const hasRoom = (join: Join, map: MapNote): boolean =>
  map.maxConcurrency === 0 || join.children.size < map.maxConcurrency;

/** An iteration ended well: says so, and starts what waited for room. */
export function finishIteration(turn: Turn, parent: Thread, child: Thread): void {
  const previous = child.last;
  const details = { name: parent.state?.name, index: child.index };
  emit(turn, parent, 'MapIterationSucceeded', { details, previous });
  startIterations(turn, parent, previous);
}

/** Sends a Parallel or Map on once its last branch or iteration has ended, and only then. */
export function readyIfJoined(turn: Turn, thread: Thread): void {
  if (thread.join && thread.join.finished === thread.join.total) turn.ready.push(thread);
}

/**
 * Takes a failed branch or iteration out. Returns the failure of the Parallel or Map state, or undefined where
 * the state tolerates it and goes on.
 */
export function failChild(turn: Turn, child: Thread, failure: Failure): Failure | undefined {
  const { parent } = child;
  if (!parent?.join) return failure;
  const { join } = parent;
  const cause = child.last;
  if (join.map && toleratesIteration(turn, parent, child)) return undefined;
  if (child.state?.type === 'Task') emit(turn, parent, 'TaskStateAborted', { previous: cause });
  const siblings = sortedChildren(join).filter((sibling) => sibling !== child);
  for (const sibling of siblings) abortChild(turn, sibling, cause);
  parent.last = cause;
  return join.map && tolerates(join.map) ? EXCEEDED : failure;
}

/** Records the failed iteration; true where the state goes on without it. */
function toleratesIteration(turn: Turn, parent: Thread, child: Thread): boolean {
  const previous = child.last;
  const details = { name: parent.state?.name, index: child.index };
  emit(turn, parent, 'MapIterationFailed', { details, previous });
  if (!parent.join?.map || !isTolerated(parent.join, parent.join.map)) return false;
  startIterations(turn, parent, previous);
  readyIfJoined(turn, parent);
  return true;
}

const EXCEEDED: Failure = {
  error: 'States.ExceedToleratedFailureThreshold',
  cause: 'The specified tolerated failure threshold was exceeded',
  from: 'interpreter',
};

const tolerates = (map: MapNote): boolean => map.toleratedCount > 0 || map.toleratedPercentage > 0;

/** Either threshold, once passed, fails the state; a threshold of 0 tolerates none unless the other is set. */
function isTolerated(join: Join, map: MapNote): boolean {
  if (!tolerates(map)) return false;
  const failed = join.failedChildren.length;
  const countHolds = map.toleratedCount === 0 || failed <= map.toleratedCount;
  const share = (failed / join.total) * 100;
  const shareHolds = map.toleratedPercentage === 0 || share <= map.toleratedPercentage;
  return countHolds && shareHolds;
}

const sortedChildren = (join: Join): readonly Thread[] =>
  [...join.children.values()].sort((a, b) => a.index - b.index);

/** States that take time leave an event without details when they are cut short. */
const ABORTABLE: ReadonlySet<string> = new Set(['Task', 'Wait', 'Parallel', 'Map']);

function abortChild(turn: Turn, child: Thread, previous: number): void {
  const { parent, join } = child;
  if (!parent || child.phase === 'done') return;
  if (parent.join?.map) {
    const details = { name: parent.state?.name, index: child.index };
    emit(turn, parent, 'MapIterationAborted', { details, previous });
  }
  for (const inner of join ? sortedChildren(join) : []) abortChild(turn, inner, previous);
  if (isCutShort(child)) emit(turn, parent, `${child.state?.type}StateAborted`, { previous });
}

const isCutShort = ({ state, phase }: Thread): boolean =>
  state !== undefined && phase !== 'exited' && ABORTABLE.has(state.type);
