import { type Context, Hono } from 'hono';
import { NONCE, secureHeaders } from 'hono/secure-headers';
import type { Frame } from './guard.ts';
import { nonceOf, renderNotice } from './pages/page.ts';
import type { FramePorts } from './ports.ts';
import { problem } from './problem.ts';
import { refusalOf } from './refusal-of.ts';

export type Api = Hono<Frame>;

/** What stands around routes, whatever they are. */
export function createFrame({ onFault }: Pick<FramePorts, 'onFault'>): Api {
  const app: Api = new Hono();
  app.use(headers);
  app.use(async (context, next) => {
    await next();
    context.header('cache-control', 'no-store');
  });
  app.notFound(async (context) =>
    isPage(context)
      ? context.html(await renderNotice(nonceOf(context), notHere), 404)
      : problem(context, 404, `there is no ${context.req.path}`),
  );
  app.onError(async (error, context) => {
    const refusal = refusalOf(error);
    if (refusal === null) onFault(error);
    if (!isPage(context))
      return refusal === null
        ? problem(context, 500, 'something failed on our side; try again in a moment')
        : problem(context, refusal.status, refusal.message, refusal.details);
    if (refusal === null) return context.html(await renderNotice(nonceOf(context), broken), 500);
    // What the middleware refuses, such as forms of other sites.
    return context.html(await renderNotice(nonceOf(context), refused), refusal.status);
  });
  return app;
}

const headers = secureHeaders({
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
});

/** Whether a person looks at the answer, rather than a program. */
const isPage = ({ req }: Context): boolean => !/^\/(?:api|v1)\/|^\/health$/.test(req.path);

const notHere = { title: 'There is nothing here', text: 'Look at the address again.' };
const refused = {
  title: 'Refused',
  text: 'The form did not come from the page of this question. Open its link, and answer there.',
};
const broken = {
  title: 'That did not work',
  text: 'Something failed on our side, and nothing was decided. Try again in a moment.',
};
