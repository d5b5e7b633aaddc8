import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExecutionItem } from '../../../core/ports/step-functions.ts';
import { createListAll, type ListPage } from '../../../tasks/aws/list-all-executions.ts';
import { noon } from '../../support/incidents.ts';

const item = (machine: string, at: number, n: number): ExecutionItem => ({
  executionArn: `arn:aws:states:us-east-1:111122223333:execution:${machine}:${n}`,
  stateMachineArn: machine,
  name: `${n}`,
  status: 'SUCCEEDED',
  startDate: new Date(at),
  redriveCount: 0,
});

/** Machines as Step Functions lists them: newest first, by pages no longer than `most`, in any order where they began at once. */
function createMachines(items: readonly ExecutionItem[], most: number) {
  let calls = 0;
  const listPage: ListPage = async ({ stateMachineArn, maxResults, nextToken = '0' }) => {
    calls += 1;
    const own = items
      .filter((one) => one.stateMachineArn === stateMachineArn)
      .toSorted((a, b) => b.startDate.getTime() - a.startDate.getTime());
    const [from, size] = [Number(nextToken), Math.min(maxResults, most)];
    const more = from + size < own.length ? { nextToken: `${from + size}` } : {};
    return { executions: own.slice(from, from + size), ...more };
  };
  return { listPage, calls: () => calls };
}

const machines = ['a', 'b', 'c'];

describe('the executions of all machines', () => {
  it('come by pages of any size as one list, newest first, each once, also where many began at once', async () => {
    const executions = fc.array(fc.tuple(fc.constantFrom(...machines), fc.integer({ min: 1, max: 6 })), {
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(
        executions,
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 5 }),
        async (given, size, most) => {
          const items = given.map(([machine, at], n) => item(machine, at, n));
          const listAll = createListAll({ ...createMachines(items, most), machines, clock: noon });
          const found: ExecutionItem[] = [];
          let nextToken: string | undefined;
          do {
            const page = await listAll({ maxResults: size, ...(nextToken && { nextToken }) });
            expect(page.executions.length).toBeLessThanOrEqual(size);
            found.push(...page.executions);
            ({ nextToken } = page);
          } while (nextToken !== undefined);
          const starts = found.map(({ startDate }) => startDate.getTime());
          expect(starts).toEqual(starts.toSorted((a, b) => b - a));
          const arns = (list: readonly ExecutionItem[]) => list.map((one) => one.executionArn).toSorted();
          expect(arns(found)).toEqual(arns(items));
        },
      ),
    );
  });

  it('are asked for once in ten seconds, however many look, and at once where that failed', async () => {
    let now = noon.now();
    const { listPage, calls } = createMachines([item('a', 1, 1)], 10);
    let fails = true;
    const listAll = createListAll({
      listPage: async (request) => {
        if (fails) throw new Error('not now');
        return await listPage(request);
      },
      machines,
      clock: { now: () => now },
    });
    await expect(listAll({ maxResults: 5 })).rejects.toThrow('not now');
    fails = false;
    await Promise.all([listAll({ maxResults: 5 }), listAll({ maxResults: 5 })]);
    expect(calls()).toBe(3);
    await listAll({ maxResults: 5, statusFilter: 'FAILED' });
    expect(calls()).toBe(6);
    now += 10_000;
    await listAll({ maxResults: 5 });
    expect(calls()).toBe(9);
  });
});
