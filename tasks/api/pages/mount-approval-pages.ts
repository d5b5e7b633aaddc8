import type { Context, Hono, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { csrf } from 'hono/csrf';
import * as z from 'zod';
import type { Operation } from '../document.ts';
import { type Frame, tooMany } from '../guard.ts';
import { isOwnOrigin } from '../other-sites.ts';
import type { FramePorts } from '../ports.ts';
import { AnswerForm, type ApprovalPagePorts, createApprovalPages } from './approval-pages.ts';

/** A form has a code, a decision and a reason. */
const maxBody = 16_384;

/** The pages that links of messages lead to. Whoever has link and code may answer: they ask for no role. */
export function mountApprovalPages(app: Hono<Frame>, ports: ApprovalPagePorts & FramePorts): void {
  app.use('/approve/*', refuseOtherMethods);
  const isOwn = (origin: string, { req }: Context) => isOwnOrigin(req, origin, ports.origins);
  app.use('/approve/*', csrf({ origin: isOwn }));
  app.use('/approve/*', limitGuesses(ports));
  app.use(
    '/approve/*',
    bodyLimit({ maxSize: maxBody, onError: ({ text }) => text('the request is too large', 413) }),
  );
  app.route('/', createApprovalPages(ports));
}

const taken = ['GET', 'HEAD', 'POST'];
const refuseOtherMethods: MiddlewareHandler = async ({ req, text }, next) =>
  taken.includes(req.method)
    ? await next()
    : text(`a question takes GET and POST, not ${req.method}`, 405, { allow: taken.join(', ') });

/** Codes are tried out by whoever has the link: tightly, besides the five tries that a link has. */
const limitGuesses =
  ({ limits, addressOf }: FramePorts): MiddlewareHandler =>
  async (context, next) => {
    const kind = context.req.method === 'POST' ? 'guessing' : 'reading';
    const wait = await limits.take(kind, `from ${addressOf(context) ?? 'unknown'}`);
    if (wait !== null) throw tooMany(wait);
    await next();
  };

const page = (description: string) => ({ description, content: { 'text/html': { schema: z.string() } } });

const shared = {
  path: '/approve/{link}',
  tags: ['approval pages'],
  security: [],
  request: { params: z.object({ link: z.string() }) },
} satisfies Partial<Operation>;

export const approvalPageOperations: readonly Operation[] = [
  {
    ...shared,
    method: 'get',
    operationId: 'getApprovePage',
    summary: 'The page of a question, by the link of a message',
    description: 'Changes nothing, whoever fetches it.',
    responses: {
      200: page('The question'),
      404: page('The link is not known'),
      429: page('Too many requests'),
    },
  },
  {
    ...shared,
    method: 'post',
    operationId: 'postApprovePage',
    summary: 'Answer a question by link and code',
    request: {
      ...shared.request,
      body: { required: true, content: { 'application/x-www-form-urlencoded': { schema: AnswerForm } } },
    },
    responses: {
      303: { description: 'Taken; leads to the page' },
      403: page('Not the code, or not from the page'),
      404: page('The link is not known'),
      409: page('It is decided'),
      410: page('The deadline is over'),
      413: page('Too large'),
      415: page('Not sent as a form'),
      422: page('Not complete'),
      429: page('Too many requests'),
    },
  },
];
