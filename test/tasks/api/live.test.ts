import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createApi } from '../../../tasks/api/app.ts';
import { makeApiPorts } from '../../support/api.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function open(full = false) {
  const listeners = new Set<() => void>();
  const listen = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const response = await createApi(makeApiPorts({ changes: { listen: full ? () => null : listen } })).request(
    '/api/live',
  );
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  return {
    response,
    listeners,
    change: () => listeners.forEach((listener) => listener()),
    next: async () => (await reader?.read())?.value,
    leave: async () => await reader?.cancel(),
  };
}

it('says that something changed, and how soon to come again when the connection is lost', async () => {
  const { response, change, next } = await open();
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(await next()).toBe('retry: 2000\n\n');
  change();
  expect(await next()).toBe('event: changed\ndata:\n\n');
});

it('keeps the connection alive where nothing changes', async () => {
  const { next } = await open();
  await next();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(await next()).toBe(': still here\n\n');
});

it('stops listening when the reader leaves', async () => {
  const { listeners, leave } = await open();
  expect(listeners.size).toBe(1);
  await leave();
  expect(listeners.size).toBe(0);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(vi.getTimerCount()).toBe(0);
});

it('is not listened to by who asks for its headers alone', async () => {
  const listeners = new Set<() => void>();
  const listen = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const api = createApi(makeApiPorts({ changes: { listen } }));
  const response = await api.request('/api/live', { method: 'HEAD' });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  expect(listeners.size).toBe(0);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(vi.getTimerCount()).toBe(0);
});

it('ends after ten minutes, so that who is signed out meanwhile is not told for ever', async () => {
  const { listeners, next } = await open();
  await next();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(listeners.size).toBe(0);
  const last: (string | undefined)[] = [];
  do last.push(await next());
  while (last.at(-1) !== undefined);
  expect(vi.getTimerCount()).toBe(0);
});

it('a reader that reads nothing is not told for ever', async () => {
  const { change, next } = await open();
  for (let n = 0; n < 10_000; n++) change();
  await vi.advanceTimersByTimeAsync(600_000);
  const told: (string | undefined)[] = [];
  do told.push(await next());
  while (told.at(-1) !== undefined);
  expect(told.length).toBeLessThan(10);
});

it('is refused where too many listen', async () => {
  const { response, next } = await open(true);
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('30');
  expect(await next()).toContain('too many listen already');
});

it('leaves room for everybody: ten windows of a person listen, and as one is closed another may', async () => {
  const people = [...Array.from({ length: 11 }, () => 'ana'), 'bo', 'ana'];
  const api = createApi(
    makeApiPorts({
      changes: { listen: () => () => undefined },
      identify: async () => ({ name: people.shift() ?? '', roles: ['viewer'] }),
    }),
  );
  const answers: Response[] = [];
  const ask = async () => {
    answers.push(await api.request('/api/live'));
    return answers.at(-1)?.status;
  };
  for (let n = 0; n < 10; n++) expect(await ask()).toBe(200);
  expect(await ask()).toBe(503);
  expect(await ask()).toBe(200);
  // Twice as far as it goes: a browser closes, and then the ten minutes are over.
  await answers[0]?.body?.cancel();
  await vi.advanceTimersByTimeAsync(0);
  expect(await ask()).toBe(200);
});

it('is refused where nothing can be streamed', async () => {
  expect((await createApi(makeApiPorts()).request('/api/live')).status).toBe(501);
});
