import type { Context } from 'hono';
import type { Problem } from '../../core/api/problem.ts';
import { TourniquetError } from '../../core/errors.ts';

/** The statuses that a request can be refused with, and what they are called. */
const titles = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Not understood',
  429: 'Too many requests',
  500: 'Internal error',
  501: 'Not here',
  503: 'Not now',
} as const;

export type ProblemStatus = keyof typeof titles;

export const titleOf = (status: ProblemStatus): string => titles[status];
export const isProblemStatus = (status: number): status is ProblemStatus => status in titles;

interface RefusalDetails {
  readonly errors?: NonNullable<Problem['errors']>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a handler throws to answer with a problem. The detail is shown to who asked: what, where and the remedy. */
export class Refusal extends TourniquetError {
  override readonly name = 'Refusal';
  readonly retryable = false;
  readonly status: ProblemStatus;
  readonly details: RefusalDetails;

  constructor(status: ProblemStatus, detail: string, details: RefusalDetails = {}) {
    super(detail);
    this.status = status;
    this.details = details;
  }
}

/** An error as RFC 9457 has it. */
export function problem(
  context: Context,
  status: ProblemStatus,
  detail: string,
  { errors, headers = {} }: RefusalDetails = {},
): Response {
  const told: Problem = {
    type: 'about:blank',
    title: titles[status],
    status,
    detail,
    ...(errors && { errors }),
  };
  return context.body(JSON.stringify(told), status, {
    ...headers,
    'content-type': 'application/problem+json',
  });
}
