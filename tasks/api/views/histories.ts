import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ExecutionEvent, HistoryQuery } from '../../../core/api/executions.ts';
import type { Paged } from '../../../core/api/paging.ts';
import { createStateNames, type StateNames } from '../../../core/executions/state-names.ts';
import type { HistoryEvent, StepFunctions } from '../../../core/ports/step-functions.ts';
import { detailsOf, viewEvent } from './view-event.ts';

const mostRemembered = 32;
const largestPage = 1000;

/**
 * Reads histories by pages. Which state an event belongs to follows from the events before it, so what was found out
 * about an execution is remembered: events never change, and pages that come later need not read from the start.
 */
export function createHistories(stepFunctions: Pick<StepFunctions, 'getExecutionHistory'>) {
  const remembered = new Map<string, StateNames>();

  function namesOf(executionArn: string): StateNames {
    const names = remembered.get(executionArn) ?? createStateNames();
    remembered.delete(executionArn);
    remembered.set(executionArn, names);
    for (const oldest of remembered.keys()) {
      if (remembered.size <= mostRemembered) break;
      remembered.delete(oldest);
    }
    return names;
  }

  /** Takes in the events up to this one, from the first on. */
  async function catchUp(executionArn: string, names: StateNames, last: number): Promise<void> {
    let nextToken: string | undefined;
    while (names.count() < last) {
      const request = { executionArn, maxResults: largestPage, reverseOrder: false };
      // Each page names the next.
      // oxlint-disable-next-line no-await-in-loop
      const page = await stepFunctions.getExecutionHistory({ ...request, ...(nextToken && { nextToken }) });
      takeIn(names, page.events);
      ({ nextToken } = page);
      if (nextToken === undefined) return;
      // Others have their turn in between.
      // oxlint-disable-next-line no-await-in-loop
      await nextTurn();
    }
  }

  return async (
    executionArn: string,
    { limit, cursor, order }: HistoryQuery,
  ): Promise<Paged<ExecutionEvent>> => {
    const { events, nextToken } = await stepFunctions.getExecutionHistory({
      executionArn,
      maxResults: limit,
      reverseOrder: order === 'newest',
      ...(cursor === undefined ? {} : { nextToken: cursor }),
    });
    const inOrder = order === 'newest' ? events.toReversed() : events;
    const names = namesOf(executionArn);
    await catchUp(executionArn, names, (inOrder[0]?.id ?? 1) - 1);
    takeIn(names, inOrder);
    return {
      items: events.map((event) => viewEvent(event, names.nameOf(event.id))),
      next: nextToken ?? null,
    };
  };
}

function takeIn(names: StateNames, events: readonly HistoryEvent[]): void {
  for (const event of events) {
    const { id, previousEventId, type } = event;
    const { name } = detailsOf(event);
    names.add({ id, previousEventId, type, name: typeof name === 'string' ? name : undefined });
  }
}
