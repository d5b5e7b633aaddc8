import { describe, expect, it } from 'vitest';
import type { StartExecution } from '../../core/ports/executions.ts';
import { createSweep } from '../../tasks/sweep/index.ts';
import { makeIncident, noon, openStores } from '../support/incidents.ts';

const minute = 60_000;

async function sweepAt(later: number, broken: readonly string[] = [], taken: readonly string[] = []) {
  const stores = openStores();
  for (const [id, alerted, started] of [
    ['behind', 0, 0],
    ['untold', 0, 1],
    ['unanswered', 1, 0],
    ['done', 1, 1],
  ] as const)
    await stores.incidents.create(id, makeIncident({ id, alerted, started }));
  const escalated: string[] = [];
  const responses: StartExecution[] = [];
  const sweep = createSweep({
    stores,
    clock: { now: () => noon.now() + later },
    alarmExposed: async () => [],
    tellTrials: async () => [],
    escalate: async (payload) => {
      const { incident } = payload as { incident: string };
      if (broken.includes(incident)) throw new Error(`${incident} cannot be told`);
      escalated.push(incident);
      return {};
    },
    selectPlaybooks: async (payload) => {
      const { incident } = payload as { incident: string };
      return { start: incident !== 'untold', name: `${incident}-r1`, revision: 1 };
    },
    executions: {
      start: async (execution) => {
        if (taken.includes(execution.name)) return 'exists';
        responses.push(execution);
        return 'started';
      },
    },
  });
  return { swept: await sweep({}), escalated: escalated.toSorted(), responses };
}

describe('the sweeper', () => {
  it('brings up what is behind, and leaves the rest alone', async () => {
    const { escalated, responses } = await sweepAt(minute);
    expect(escalated).toEqual(['behind', 'unanswered', 'untold']);
    expect(responses.map(({ name }) => name).toSorted()).toEqual(['behind-r1', 'unanswered-r1']);
    expect(responses[0]).toMatchObject({ stateMachine: 'response', input: { revision: 1 } });
  });

  it('starts a response once more that ended before it had begun', async () => {
    const { swept, responses } = await sweepAt(minute, [], ['behind-r1']);
    expect(responses.map(({ name }) => name).toSorted()).toEqual(['behind-r1-again', 'unanswered-r1']);
    expect(swept).toMatchObject({ swept: expect.arrayContaining([{ incident: 'behind', started: true }]) });
    const { swept: later } = await sweepAt(minute, [], ['behind-r1', 'behind-r1-again']);
    expect(later).toMatchObject({ swept: expect.arrayContaining([{ incident: 'behind', started: false }]) });
  });

  it('gives triage a minute before it steps in', async () => {
    expect((await sweepAt(minute - 1)).swept).toEqual({ swept: [], exposed: [], trials: [] });
  });

  it('goes on with the others when one fails, and names it', async () => {
    const { swept, escalated } = await sweepAt(minute, ['behind']);
    expect(escalated).toEqual(['unanswered', 'untold']);
    expect(swept).toMatchObject({
      swept: expect.arrayContaining([{ incident: 'behind', error: 'behind cannot be told' }]),
    });
  });
});
