import { describe, expect, it } from 'vitest';
import type { ExecutionEvent } from '../../core/api/executions.ts';
import type { Paged } from '../../core/api/paging.ts';
import { describeEvent, filterEvents } from '../../console/src/pages/executions/describe-event.ts';
import { type History, readOn } from '../../console/src/pages/executions/read-on.ts';

const event = (id: number, more: Partial<ExecutionEvent> = {}): ExecutionEvent => ({
  id,
  previousEventId: id - 1,
  type: 'TaskStateEntered',
  at: '2026-11-20T00:00:00.000Z',
  state: null,
  details: {},
  child: null,
  ...more,
});

/** Pages of two events, of as many as there are by now. */
const serve = (count: () => number) => {
  const asked: (string | null)[] = [];
  const getPage = async (cursor: string | null): Promise<Paged<ExecutionEvent>> => {
    asked.push(cursor);
    const from = Number(cursor ?? 0);
    const items = [from + 1, from + 2].filter((id) => id <= count()).map((id) => event(id));
    return await Promise.resolve({ items, next: from + 2 < count() ? String(from + 2) : null });
  };
  return { asked, getPage };
};
const idsOf = ({ events }: History) => events.map(({ id }) => id);

describe('readOn', () => {
  it('reads page after page, and tells of each but the last', async () => {
    const told: number[] = [];
    const { getPage } = serve(() => 5);
    const history = await readOn(undefined, getPage, ({ events }) => told.push(events.length));
    expect(idsOf(history)).toEqual([1, 2, 3, 4, 5]);
    expect(history.complete).toBe(true);
    expect(told).toEqual([2, 4]);
  });

  it('asks for its last page alone when it reads on, and has each event once', async () => {
    let count = 5;
    const { asked, getPage } = serve(() => count);
    const before = await readOn(undefined, getPage, () => undefined);
    asked.length = 0;
    count = 8;
    const after = await readOn(before, getPage, () => undefined);
    expect(idsOf(after)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(asked).toEqual(['4', '6']);
    expect(idsOf(before)).toEqual([1, 2, 3, 4, 5]);
  });

  it('goes on from where it was interrupted', async () => {
    const { asked, getPage } = serve(() => 5);
    let partial: History | undefined;
    await readOn(undefined, getPage, (history) => (partial ??= history));
    asked.length = 0;
    expect(idsOf(await readOn(partial, getPage, () => undefined))).toEqual([1, 2, 3, 4, 5]);
    expect(asked).toEqual([null, '2', '4']);
  });
});

describe('describeEvent', () => {
  it.each([
    [{ details: { error: 'Down', cause: 'no answer', resource: 'invoke' } }, 'Down: no answer'],
    [{ details: { error: 'Down' } }, 'Down'],
    [{ details: { resourceType: 'lambda', resource: 'invoke' } }, 'lambda:invoke'],
    [{ details: { name: 'All', index: 3 } }, 'item 3'],
    [{ details: { length: 1 } }, '1 item'],
    [{ details: { length: 25 } }, '25 items'],
    [{ details: { redriveCount: 2 } }, 'redrive 2'],
    [{ child: { machine: 'response', name: 'inc-1-r1' } }, 'started response / inc-1-r1'],
    [{ details: { input: '{}' } }, ''],
  ])('says %j as %j', (more, words) => {
    expect(describeEvent(event(1, more))).toBe(words);
  });
});

describe('filterEvents', () => {
  const events = [
    event(1, { type: 'ExecutionStarted' }),
    event(2, { state: 'Enrich' }),
    event(3, { type: 'TaskScheduled', state: 'Enrich' }),
    event(4, { type: 'TaskTimedOut', state: 'Enrich', details: { error: 'States.Timeout' } }),
    event(5, { type: 'TaskStateAborted' }),
    event(6, { type: 'TaskStateExited', state: 'Store' }),
  ];
  it.each([
    [{ group: '', q: '' }, [1, 2, 3, 4, 5, 6]],
    [{ group: 'failures', q: '' }, [4, 5]],
    [{ group: 'states', q: '' }, [2, 6]],
    [{ group: 'tasks', q: '' }, [3, 4]],
    [{ group: '', q: 'ENRICH' }, [2, 3, 4]],
    [{ group: '', q: ' timeout ' }, [4]],
    [{ group: 'states', q: 'store' }, [6]],
    [{ group: '', q: 'nothing' }, []],
  ] as const)('%j leaves %j', (filter, ids) => {
    expect(filterEvents(events, filter).map(({ id }) => id)).toEqual(ids);
  });
});
