import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import { NONCE, secureHeaders } from 'hono/secure-headers';
import type { Clock } from '../../core/ports/clock.ts';
import type { ApprovalLinks } from '../approval-links/index.ts';
import { createIntakeRoutes, type IntakeRoutePorts } from './intake-routes.ts';
import { problem } from './problem.ts';
import { createApprovalRoutes } from './approval-routes.ts';
import { type Nonce, renderNotice } from './pages/page.ts';

export interface ApiPorts extends IntakeRoutePorts {
  readonly links: ApprovalLinks;
  readonly clock: Clock;
  /** Whom a request came from, as far as it can be known. */
  readonly addressOf: (context: Context) => string | undefined;
  /** Faults are told here, never to who asked. */
  readonly onFault: (error: Error) => void;
}

/** A form has a code, a decision and a reason. */
const maxBody = 16_384;

/** The HTTP application, the same in the embedded server and in Lambda. */
export function createApi({ links, clock, addressOf, onFault, ...ports }: ApiPorts): Hono<Nonce> {
  const app = new Hono<Nonce>();
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: [NONCE],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
      // `no-referrer` would make browsers send `Origin: null` with the page's own form.
      referrerPolicy: 'same-origin',
      xFrameOptions: 'DENY',
    }),
  );
  app.use(async (context, next) => {
    await next();
    context.header('cache-control', 'no-store');
  });
  app.use('/approve/*', csrf());
  app.use(
    '/approve/*',
    bodyLimit({ maxSize: maxBody, onError: ({ text }) => text('the request is too large', 413) }),
  );
  app.route('/', createApprovalRoutes({ links, clock, addressOf }));
  app.route('/', createIntakeRoutes(ports));
  app.notFound(async (context) =>
    isApi(context)
      ? problem(context, 404, `there is no ${context.req.path}`)
      : context.html(await renderNotice(context.get('secureHeadersNonce') ?? '', notHere), 404),
  );
  app.onError(async (error, context) => {
    const nonce = context.get('secureHeadersNonce') ?? '';
    // What the middleware refuses, such as forms of other sites.
    if (error instanceof HTTPException && isApi(context))
      return problem(context, 403, error.message || refused.title);
    if (error instanceof HTTPException) return context.html(await renderNotice(nonce, refused), error.status);
    onFault(error);
    if (isApi(context)) return problem(context, 500, broken.text);
    return context.html(await renderNotice(nonce, broken), 500);
  });
  return app;
}

const isApi = ({ req }: Context): boolean => req.path.startsWith('/api/');

const notHere = { title: 'There is nothing here', text: 'Look at the address again.' };
const refused = {
  title: 'Refused',
  text: 'The form did not come from the page of this question. Open its link, and answer there.',
};
const broken = {
  title: 'That did not work',
  text: 'Something failed on our side, and nothing was decided. Try again in a moment.',
};
