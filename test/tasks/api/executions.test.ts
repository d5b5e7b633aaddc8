import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExecutionDetail, ExecutionEvent } from '../../../core/api/executions.ts';
import type { StepFunctions } from '../../../core/ports/step-functions.ts';
import { createEngineStepFunctions } from '../../../runtime/http/engine-step-functions.ts';
import { createHistories } from '../../../tasks/api/views/histories.ts';
import { guardDuty, subjectOf } from '../../e2e/wire.ts';
import { makeApiPorts } from '../../support/api.ts';
import { type ApiHome, openApiHome } from '../../support/api-home.ts';

const secret = 'AQCEAAAAKgAAAAMAAAAAAAAAASecretOfStepFunctions';

describe('executions over HTTP', () => {
  let api: ApiHome;
  let incident: string;
  let playbook: string;
  const many = Array.from({ length: 700 }, (_, n) => n);

  beforeAll(async () => {
    api = await openApiHome();
    const { home } = api;
    // Below 70 the playbook asks, and nobody answers yet.
    await api.sendUntilAsked(guardDuty(subjectOf('instance', { severity: 6 })));
    incident = (await home.incident()).id;
    playbook = `playbook-isolate-compromised-instance/${incident}-r1-isolate-compromised-instance-0`;
    await home.engine.registerStateMachine({
      name: 'counting',
      definition: {
        QueryLanguage: 'JSONata',
        StartAt: 'Count',
        States: {
          Count: {
            Type: 'Map',
            Items: '{% $states.input.items %}',
            ItemProcessor: { StartAt: 'One', States: { One: { Type: 'Pass', End: true } } },
            Next: 'Stop',
          },
          Stop: {
            Type: 'Fail',
            Error: 'Enough',
            Cause:
              "{% $string({'token': $states.context.Execution.Input.token, 'trace': ['at f (x.ts' & ':1:2)']}) %}",
          },
        },
      },
    });
    const input = JSON.stringify({ items: many, token: secret });
    const { executionArn } = await home.engine.start({
      stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:counting',
      name: 'long',
      input,
    });
    await home.engine.waitForEnd({ executionArn });
  });
  afterAll(async () => await api.home.close());

  const readAll = async (path: string, limit: number): Promise<readonly any[]> => {
    const items: unknown[] = [];
    let cursor = '';
    do {
      const { body, status } = await api.get(
        `${path}${path.includes('?') ? '&' : '?'}limit=${limit}${cursor}`,
      );
      expect(status).toBe(200);
      items.push(...body.items);
      cursor = body.next === null ? '' : `&cursor=${encodeURIComponent(body.next)}`;
    } while (cursor !== '');
    return items;
  };
  const namesIn = async (path: string, limit: number) =>
    (await readAll(path, limit)).map(({ machine, name }) => `${machine}/${name}`);

  it('are listed newest first, of all machines or one, by status, in pages of any size', async () => {
    const all = await namesIn('executions', 200);
    expect(all[0]).toBe('counting/long');
    expect(all).toContain(playbook);
    for (const limit of [1, 2, 3]) expect(await namesIn('executions', limit)).toEqual(all);
    expect(await namesIn('executions?machine=response', 1)).toEqual([`response/${incident}-r1`]);
    expect(await namesIn('executions?status=FAILED', 1)).toEqual(['counting/long']);
    expect(await namesIn('executions?status=RUNNING&machine=response', 1)).toEqual([
      `response/${incident}-r1`,
    ]);
    expect(await namesIn('executions?status=PENDING_REDRIVE', 1)).toEqual([]);
  });

  it('know their incident and who started them', async () => {
    const detail = ExecutionDetail.parse((await api.get(`executions/${playbook}`)).body);
    expect(detail).toMatchObject({
      incident,
      parent: { machine: 'response', name: `${incident}-r1` },
      status: 'RUNNING',
      redrivable: false,
      consoleUrl: null,
    });
    expect(JSON.parse(detail.definition)).toHaveProperty('StartAt');
    const response = (await api.get(`executions/response/${incident}-r1`)).body;
    expect(response.parent.machine).toBe('triage');
    const triage = (await api.get(`executions/triage/${response.parent.name}`)).body;
    expect(triage).toMatchObject({ incident, parent: null });
  });

  it('tell in their history which state each event belongs to, and which execution it started', async () => {
    const events = (await readAll(`executions/response/${incident}-r1/history`, 1000)).map((event) =>
      ExecutionEvent.parse(event),
    );
    const submitted = events.filter(({ child }) => child !== null);
    expect(submitted).toMatchObject([{ type: 'TaskSubmitted', state: 'RunPlaybook' }]);
    expect(`${submitted[0]?.child?.machine}/${submitted[0]?.child?.name}`).toBe(playbook);
    const stateless = events.filter(({ state }) => state === null).map(({ type }) => type);
    expect(stateless).toEqual(['ExecutionStarted']);
  });

  it.each(['oldest', 'newest'])(
    'have long histories read in pages, %s first, without loss or repeat',
    async (order) => {
      const path = `executions/counting/long/history?order=${order}`;
      const [small, large] = [await readAll(path, 137), await readAll(path, 1000)];
      expect(small).toEqual(large);
      const ids = large.map(({ id }) => id);
      const expected = ids.map((_, index) => index + 1);
      expect(ids).toEqual(order === 'oldest' ? expected : expected.toReversed());
      expect(large.filter(({ state }) => state === 'One')).toHaveLength(2 * many.length);
      expect(large.find(({ type }) => type === 'MapStateSucceeded')).toMatchObject({ state: 'Count' });
    },
  );

  it('show no task token and no stack trace anywhere', async () => {
    const { engine } = api.home;
    const { executions } = engine.list({ maxResults: 100 });
    const answers = [(await api.get('executions')).text];
    for (const { executionArn } of executions) {
      const [machine, name] = executionArn.split(':').slice(-2);
      answers.push((await api.get(`executions/${machine}/${name}`)).text);
      answers.push(JSON.stringify(await readAll(`executions/${machine}/${name}/history`, 1000)));
    }
    const [approval] = await api.home.stores.approvals.listWaiting();
    const all = answers.join('\n');
    expect(approval?.token).toMatch(/^tqt_/);
    const hidden = ['tqt_', approval?.token ?? 'none', secret, 'x.ts:1:2'];
    expect(hidden.filter((text) => all.includes(text))).toEqual([]);
    expect(all.includes('[redacted]')).toBe(true);
  });

  it.each([
    ['executions/response/none', 404, 'there is no execution response/none'],
    ['executions/response/none/history', 404, 'there is no execution response/none'],
    ['executions/none/none', 404, 'there is no execution none/none'],
    ['executions?machine=none', 404, 'there is no state machine none'],
    ['executions?cursor=zz', 422, 'leave it out to begin anew'],
    ['executions/counting/long/history?cursor=zz', 422, 'leave it out to begin anew'],
    ['executions?status=DONE', 422, 'status'],
  ])('refuse %s with %i in one line', async (path, status, says) => {
    const answer = await api.get(path);
    expect([answer.status, answer.body.detail]).toEqual([status, expect.stringContaining(says)]);
  });

  it('go on where they failed, once somebody asks, and not where there is nothing to go on with', async () => {
    const { status, body } = await api.post('executions/counting/long/redrive');
    expect([status, body.redriveCount]).toEqual([202, 1]);
    const running = await api.post(`executions/response/${incident}-r1/redrive`);
    expect([running.status, running.body.status]).toEqual([409, 409]);
    expect((await api.post('executions/counting/none/redrive')).status).toBe(404);
  });

  it('lead to the AWS console where they run on AWS', async () => {
    const place = { ...makeApiPorts().place, home: 'aws' as const };
    const onAws = await openApiHome({ database: api.home.database }, { place });
    const { consoleUrl } = (await onAws.get('executions/counting/long')).body;
    expect(consoleUrl).toBe(
      'https://us-east-1.console.aws.amazon.com/states/home?region=us-east-1#/v2/executions/details/arn:aws:states:us-east-1:000000000000:execution:counting:long',
    );
    onAws.home.engine.close();
  });

  it('have a history of which one page costs one request, once it was read up to there', async () => {
    const inner = createEngineStepFunctions(api.home.engine);
    let requests = 0;
    const counted: Pick<StepFunctions, 'getExecutionHistory'> = {
      getExecutionHistory: async (request) => ((requests += 1), await inner.getExecutionHistory(request)),
    };
    const executionArn = 'arn:aws:states:us-east-1:000000000000:execution:counting:long';
    const read = createHistories(counted);
    const first = await read(executionArn, { limit: 500, order: 'oldest' });
    const second = await read(executionArn, { limit: 500, order: 'oldest', cursor: first.next ?? '' });
    expect(requests).toBe(2);
    const fresh = createHistories(counted);
    const again = await fresh(executionArn, { limit: 500, order: 'oldest', cursor: first.next ?? '' });
    expect(again).toEqual(second);
    expect(requests).toBe(4);
  });
});
