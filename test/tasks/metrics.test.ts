import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Json } from '../../core/json.ts';
import { emptyBudget } from '../../core/guardrails/budget.ts';
import { measureResponse } from '../../tasks/close-response/measure-response.ts';
import { measureVerdict } from '../../tasks/deduplicate/measure-verdict.ts';
import { toHandler } from '../../tasks/lambda/handler.ts';
import { measureAction } from '../../tasks/lambda/measure-action.ts';
import { createMeter } from '../../tasks/lambda/meter.ts';
import { createMeasureWork } from '../../tasks/sweep/measure-work.ts';
import { makeIncident, noon, openStores } from '../support/incidents.ts';

const listen = (): Record<string, any>[] => {
  const lines: Record<string, any>[] = [];
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  for (const method of ['log', 'info', 'warn'] as const) {
    vi.spyOn(console, method).mockImplementation((line: string) => void lines.push(JSON.parse(line)));
  }
  return lines;
};

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe('the meter', () => {
  it('tells CloudWatch names, units and values under one dimension', () => {
    const lines = listen();
    createMeter()({ Contained: 1, ContainmentTime: 42 });
    expect(lines).toEqual([
      expect.objectContaining({ service: 'tourniquet', Contained: 1, ContainmentTime: 42 }),
    ]);
    expect(lines[0]?.['_aws'].CloudWatchMetrics).toEqual([
      {
        Namespace: 'Tourniquet',
        Dimensions: [['service']],
        Metrics: [
          { Name: 'Contained', Unit: 'Count' },
          { Name: 'ContainmentTime', Unit: 'Seconds' },
        ],
      },
    ]);
  });

  it('tells nothing of what there is none of, but how old open work is', () => {
    const lines = listen();
    const meter = createMeter();
    meter({ IngestionDeadLetters: 0 });
    meter({});
    expect(lines).toEqual([]);
    meter({ OldestOpenWork: 0, QuestionsWaiting: 0 });
    expect(lines).toEqual([expect.objectContaining({ OldestOpenWork: 0 })]);
    expect(lines[0]).not.toHaveProperty('QuestionsWaiting');
  });
});

it('what a function has done stands, whatever becomes of its figures', async () => {
  const lines = listen();
  const handler = toHandler(
    'task',
    () => async () => ({ done: true }),
    () => {
      throw new Error('no figures');
    },
  );
  expect(await handler({})).toEqual({ done: true });
  expect(lines).toContainEqual(
    expect.objectContaining({ message: 'not measured', errorMessage: 'no figures' }),
  );
});

describe('how actions go', () => {
  const run = { incident: 'inc-1', revision: 1, playbook: 'p', execution: 'e' };
  const step = { run, step: 's', action: 'ec2.isolate-instance' };
  const asked = { ...step, plan: 'h', mode: 'auto', approval: null };
  const decided = (decision: string): Json => ({ decision, rule: 'budget', reason: 'r' });

  it.each([
    ['plan', { ...step, phase: 'plan', parameters: {} }, {}, {}],
    ['decide: apply', { ...asked, phase: 'decide' }, decided('apply'), {}],
    ['decide: deny', { ...asked, phase: 'decide' }, decided('deny'), { ActionsDenied: 1 }],
    [
      'apply: applied',
      { ...asked, phase: 'apply' },
      { status: 'applied', result: {} },
      { ActionsApplied: 1 },
    ],
    ['apply: drifted', { ...asked, phase: 'apply' }, { status: 'drifted', reason: 'r' }, {}],
    [
      'apply: denied',
      { ...asked, phase: 'apply' },
      { status: 'denied', rule: 'x', reason: 'r' },
      { ActionsDenied: 1 },
    ],
    ['fail', { ...step, phase: 'fail', plan: null, error: 'E', cause: 'c' }, {}, { ActionsFailed: 1 }],
  ])('is measured at %s', (_title, event, reply, measures) => {
    expect(measureAction(reply as Json, event)).toEqual(measures);
  });
});

it.each([
  [{ state: 'contained' }, 12, { Contained: 1, ContainmentTime: 12 }],
  [{ state: 'contained' }, null, { Contained: 1 }],
  [{ state: 'partially-contained', reason: 'r' }, null, { PartiallyContained: 1 }],
  [{ state: 'not-contained', reason: 'r' }, null, { NotContained: 1 }],
  [{ state: 'released' }, null, {}],
])('the end of a response with %j after %j s is measured as %j', (status, containedAfter, measures) => {
  expect(measureResponse({ incident: 'inc-1', status, containedAfter } as Json)).toEqual(measures);
});

it.each([
  ['opened', { IncidentsOpened: 1 }],
  ['worsened', { IncidentsWorsened: 1 }],
  ['repeated', {}],
])('the verdict %s is measured as %j', (verdict, measures) => {
  expect(measureVerdict({ incident: 'inc-1', revision: 1, verdict })).toEqual(measures);
});

describe('open work', () => {
  const hour = 3_600_000;
  const ago = (ms: number): string => new Date(noon.now() - ms).toISOString();
  const measure = (stores: ReturnType<typeof openStores>, latched = 0) => {
    const budget = emptyBudget({ account: '111122223333', action: 'ec2.isolate-instance' });
    const latch = { rule: 'budget', at: ago(0), reason: 'r' } as const;
    const spent = [budget, ...Array.from({ length: latched }, () => ({ ...budget, latch }))];
    return createMeasureWork({ stores, budgets: { list: async () => spent }, clock: noon })();
  };

  it('is as old as the revision that an incident is behind', async () => {
    const stores = openStores();
    const revisions = [
      { number: 1, causedBy: 'a', reason: 'r', at: ago(5 * hour) },
      { number: 2, causedBy: 'b', reason: 'r', at: ago(hour) },
    ];
    await stores.incidents.create('done', makeIncident({ id: 'done', alerted: 1, started: 1 }));
    expect(await measure(stores)).toEqual({ OldestOpenWork: 0, QuestionsWaiting: 0, BudgetsShut: 0 });
    await stores.incidents.create('late', makeIncident({ id: 'late', alerted: 1, started: 1, revisions }));
    expect(await measure(stores, 2)).toEqual({ OldestOpenWork: 3600, QuestionsWaiting: 0, BudgetsShut: 2 });
  });

  it('is as old as the oldest message that nobody has sent', async () => {
    const stores = openStores();
    const message = { kind: 'alert', incident: 'inc-1', subject: 's', body: 'b' } as const;
    await stores.outbox.put({ ...message, id: 'sent', at: ago(9 * hour) });
    await stores.outbox.markSent('sent', ago(0));
    await stores.outbox.put({ ...message, id: 'due', at: ago(2 * hour) });
    expect(await measure(stores)).toMatchObject({ OldestOpenWork: 7200 });
  });
});
