import { describe, expect, it } from 'vitest';
import { createIngestKeys } from '../../core/records/ingest-keys.ts';
import { createTakeRequest, type LogRequest } from '../../tasks/ingest/take-request.ts';
import { createIngestEvents } from '../../tasks/ingest-events/index.ts';
import { describeLogRequests, type SentLogs } from '../contract/log-requests.ts';
import { makeEventsEvent, writerArn } from '../support/gateway-event.ts';
import { openIngest } from '../support/ingest.ts';

const writer = 'arn:aws:sts::444455556666:assumed-role/log-shipper';

describeLogRequests({
  writer,
  open: (takeLogs) => {
    const answer = createIngestEvents({ takeLogs, onFault: () => undefined });
    return async (sent) => {
      const { statusCode, multiValueHeaders, body } = (await answer(makeEventsEvent(sent))) as any;
      const headers = Object.entries(multiValueHeaders as Record<string, string[]>).flatMap(
        ([name, values]) => values.map((value): [string, string] => [name, value]),
      );
      return { status: statusCode, headers: new Headers(headers), body: JSON.parse(body) };
    };
  },
});

it('keeps with a record that is none who sent it, by role and account, and trusts them no more for it', async () => {
  const { ingest, clock, table, stores } = openIngest();
  const keys = createIngestKeys(table);
  const takeLogs = createTakeRequest({ ingest, keys, clock, isHeader: () => false });
  const answer = createIngestEvents({ takeLogs, onFault: () => undefined });
  await answer(makeEventsEvent({ body: '{"broken":', headers: { 'content-type': 'application/json' } }));
  expect(await stores.deadLetters.list()).toMatchObject([
    {
      label: `POST /v1/events by ${writer}`,
      origin: { via: 'http', account: '444455556666', trusted: false },
    },
  ]);
});

describe('who sends records over HTTP on AWS', () => {
  const sent: SentLogs = { body: '{}', headers: { 'content-type': 'application/json' } };
  const ask = async (userArn: string | null, headers: SentLogs['headers'] = {}) => {
    const requests: LogRequest[] = [];
    const answer = createIngestEvents({
      takeLogs: async (request) => {
        requests.push(request);
        return { status: 'taken', answer: { accepted: 1, rejected: 0, reasons: [] } };
      },
      onFault: () => undefined,
    });
    const event = makeEventsEvent({ ...sent, headers: { ...sent.headers, ...headers }, userArn });
    const { statusCode } = (await answer(event)) as any;
    return { status: statusCode, requests };
  };

  it.each([
    ['a session', writerArn, writer],
    ['another session of it', writerArn.replace('i-0a1b2c3d4e5f67890', 'i-1'), writer],
    ['a user', 'arn:aws:iam::444455556666:user/logs/shipper', 'arn:aws:iam::444455556666:user/logs/shipper'],
  ])('is who signed, by role or user and account: %s', async (_who, userArn, name) => {
    const { requests } = await ask(userArn);
    expect(requests).toMatchObject([{ writer: name, account: '444455556666' }]);
  });

  it.each([
    ['nobody', null],
    ['what is no ARN', 'ana'],
  ])('is refused where API Gateway names %s, whatever headers say', async (_who, userArn) => {
    const { status, requests } = await ask(userArn, {
      authorization: 'Bearer a',
      'x-amzn-user-arn': writerArn,
    });
    expect([status, requests]).toEqual([401, []]);
  });
});
