import { ApiError, readError } from './api-error.ts';
import { authorization } from './bearer.ts';
import type { Endpoint } from './endpoints.ts';

type Method = 'POST' | 'PUT' | 'DELETE';

/** Asks the API. @throws ApiError with the one line that the server gave, or that it was not reached. */
export const get = async <Answer>({ path }: Endpoint<Answer>, signal?: AbortSignal): Promise<Answer> =>
  await ask<Answer>(path, { signal: signal ?? null });

/** Tells the API to do something. There is always a JSON body: a page of another site cannot send one. */
export const send = async <Answer>(
  method: Method,
  { path }: Endpoint<Answer>,
  body: unknown = {},
): Promise<Answer> =>
  await ask<Answer>(path, {
    method,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });

/** What an address has, as a file. @throws ApiError as above. */
export const getFile = async (path: string): Promise<{ readonly blob: Blob; readonly name: string }> => {
  const response = await request(path, {});
  const [, name = 'download'] =
    /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '') ?? [];
  return { blob: await response.blob(), name };
};

async function request(path: string, init: RequestInit): Promise<Response> {
  const headers = { ...(init.headers as Record<string, string> | undefined), ...(await authorization()) };
  const response = await fetch(path, { ...init, headers, credentials: 'same-origin' }).catch(
    (error: Error) => {
      // Who navigates away takes back what was asked: that is no failure to tell of.
      if (error.name === 'AbortError') throw error;
      throw new ApiError(0, 'The server cannot be reached. It may be stopped, or the network is down.');
    },
  );
  if (!response.ok) throw await readError(response);
  return response;
}

async function ask<Answer>(path: string, init: RequestInit): Promise<Answer> {
  const response = await request(path, init);
  if (response.status === 204) return undefined as Answer;
  return (await response.json()) as Answer;
}
