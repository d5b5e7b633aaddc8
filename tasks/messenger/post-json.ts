import { Busy } from '../../core/errors.ts';

interface Request {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Posts, and gives the status alone: what the other side says is never kept. @throws Busy where there is no answer. */
export type PostJson = (request: Request) => Promise<number>;

/** In milliseconds. */
const patience = 10_000;

/** By this process's own fetch: no redirect is followed, no body read, and after ten seconds it gives up. */
export function createPostJson(timeout = patience): PostJson {
  return async ({ url, headers, body }) => {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers,
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeout),
      });
      await response.body?.cancel();
      return response.status;
    } catch (error) {
      throw new Busy(`${new URL(url).host} did not answer: ${codeOf(error)}; try again later`);
    }
  };
}

/** The code alone: messages of fetch may name the URL, and that may be a secret. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed';
  const { cause } = error;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return error.name;
}
