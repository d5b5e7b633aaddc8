import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiError, isPassing } from '../../../console/src/api/api-error.ts';
import { get, send } from '../../../console/src/api/client.ts';
import { endpoint } from '../../../console/src/api/endpoints.ts';

const incident = endpoint<{ readonly id: string }>(['incidents', 'inc-1']);

/** Answers every request, and keeps what was asked. */
function answering(answer: () => Response | Promise<Response>) {
  const asked = vi.fn<(path: string, init: RequestInit) => Promise<Response>>(async () => await answer());
  vi.stubGlobal('fetch', asked);
  return asked;
}

const problem = (status: number, body: string): (() => Response) => {
  const headers = { 'content-type': 'application/problem+json' };
  return () => new Response(body, { status, statusText: 'Bad Gateway', headers });
};

/** The error that asking ends with. */
const failure = async (): Promise<ApiError> => {
  const error: unknown = await get(incident).catch((thrown: unknown) => thrown);
  if (error instanceof ApiError) return error;
  throw new Error('no ApiError was thrown', { cause: error });
};

afterEach(() => vi.unstubAllGlobals());

describe('an error of the API', () => {
  it.each([
    [
      'is the detail of a problem',
      404,
      '{"title":"Not found","status":404,"detail":"there is no inc-1"}',
      'there is no inc-1',
    ],
    [
      'names the status where no problem came',
      502,
      '<html>nginx</html>',
      'The server answered 502 Bad Gateway',
    ],
    [
      'names the status where the JSON is no problem',
      500,
      '{"message":"x"}',
      'The server answered 500 Bad Gateway',
    ],
  ])('%s', async (_, status, body, message) => {
    answering(problem(status, body));
    expect(await failure()).toMatchObject({ status, message });
  });

  it('keeps what exactly is wrong with the request', async () => {
    const errors = [{ pointer: '/limit', detail: 'is 0; send 1 to 200' }];
    answering(problem(422, JSON.stringify({ detail: 'two things are wrong', errors })));
    expect((await failure()).errors).toEqual(errors);
  });

  it('says that the server was not reached', async () => {
    answering(async () => await Promise.reject(new TypeError('Failed to fetch')));
    expect(await failure()).toMatchObject({
      status: 0,
      message: expect.stringContaining('cannot be reached'),
    });
  });

  it('leaves alone that somebody took the question back', async () => {
    answering(async () => await Promise.reject(new DOMException('gone', 'AbortError')));
    await expect(get(incident)).rejects.toMatchObject({ name: 'AbortError' });
  });

  it.each([
    [0, true],
    [401, false],
    [404, false],
    [429, true],
    [500, false],
    [503, true],
  ])('of status %i is worth another try: %s', (status, expected) => {
    expect(isPassing(new ApiError(status, 'no'))).toBe(expected);
  });
});

describe('send', () => {
  it('always sends JSON, also where there is nothing to say', async () => {
    const asked = answering(() => Response.json({ id: 'inc-1' }));
    await send('POST', incident);
    expect(asked).toHaveBeenCalledWith(
      '/api/incidents/inc-1',
      expect.objectContaining({
        method: 'POST',
        body: '{}',
        headers: { 'content-type': 'application/json' },
      }),
    );
  });

  it('takes an answer without a body', async () => {
    answering(() => new Response(null, { status: 204 }));
    await expect(send('DELETE', incident)).resolves.toBeUndefined();
  });
});
