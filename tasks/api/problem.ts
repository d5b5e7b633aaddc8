import type { Context } from 'hono';

const titles = {
  400: 'Bad request',
  403: 'Forbidden',
  404: 'Not found',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Not understood',
  500: 'Internal error',
} as const;

/** An error as RFC 9457 has it: what, where and the remedy in one line. */
export const problem = (context: Context, status: keyof typeof titles, detail: string): Response =>
  context.body(JSON.stringify({ type: 'about:blank', title: titles[status], status, detail }), status, {
    'content-type': 'application/problem+json',
  });
