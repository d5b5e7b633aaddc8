import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { Problem } from '../../core/api/problem.ts';

interface Refusal extends Pick<Problem, 'title' | 'status' | 'detail'> {
  readonly type: ResponseType;
  /** Seconds. */
  readonly retryAfter?: number;
}

/** What API Gateway refuses by itself, by its names for it. Everything else the function answers. */
const refusals: Readonly<Record<string, Refusal>> = {
  Denied: {
    type: ResponseType.ACCESS_DENIED,
    title: 'Forbidden',
    status: 403,
    detail: 'who signed this may not send log records here; ask for a name among deploy.stream.writers',
  },
  Unsigned: {
    type: ResponseType.MISSING_AUTHENTICATION_TOKEN,
    title: 'Not signed in',
    status: 401,
    detail: 'the request is not signed, or is no POST to /v1/events; sign it for execute-api',
  },
  Missigned: {
    type: ResponseType.INVALID_SIGNATURE,
    title: 'Forbidden',
    status: 403,
    detail: 'the signature does not fit the request; sign it as it is sent, for execute-api in this Region',
  },
  Expired: {
    type: ResponseType.EXPIRED_TOKEN,
    title: 'Forbidden',
    status: 403,
    detail: 'the credentials have expired; get new ones, and send it again',
  },
  TooLarge: {
    type: ResponseType.REQUEST_TOO_LARGE,
    title: 'Too large',
    status: 413,
    detail: 'the body has more than 1048576 bytes; send less at once',
  },
  TooMany: {
    type: ResponseType.THROTTLED,
    title: 'Too many requests',
    status: 429,
    detail: 'too many requests; try again in 1 s',
    retryAfter: 1,
  },
  // Whatever became of the function, what it did not answer it may have taken in: that is safe to repeat.
  Unanswered: {
    type: ResponseType.DEFAULT_5XX,
    title: 'Not now',
    status: 503,
    detail: 'it was not answered in time; send it again, and less at once if that happens again',
    retryAfter: 30,
  },
};

/** So that a writer gets problems (RFC 9457) whoever refuses, as from the embedded server. */
export function refuseInWords(api: RestApi): void {
  for (const [name, { type, retryAfter, ...told }] of Object.entries(refusals))
    api.addGatewayResponse(name, {
      type,
      statusCode: `${told.status}`,
      responseHeaders: {
        'Content-Type': "'application/problem+json'",
        ...(retryAfter !== undefined && { 'Retry-After': `'${retryAfter}'` }),
      },
      templates: { 'application/json': JSON.stringify({ type: 'about:blank', ...told } satisfies Problem) },
    });
}
