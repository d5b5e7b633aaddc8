import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { NONCE, secureHeaders } from 'hono/secure-headers';
import { writeDocument } from './document.ts';
import type { Frame } from './guard.ts';
import { mountRoutes } from './mount.ts';
import { mountApprovalPages } from './pages/mount-approval-pages.ts';
import { nonceOf, renderNotice } from './pages/page.ts';
import type { ApiPorts } from './ports.ts';
import { problem } from './problem.ts';
import { refusalOf } from './refusal-of.ts';
import { documentRoutes } from './routes/document.ts';
import { declareRoutes } from './routes/index.ts';
import type { Route } from './route.ts';

export type Api = OpenAPIHono<Frame>;

/** The HTTP application, the same in the embedded server and in Lambda. */
export const createApi = (ports: ApiPorts): Api => createFrame(ports, declareRoutes(ports));

/** What stands around routes, whatever they are. */
export function createFrame(ports: ApiPorts, routes: readonly Route[]): Api {
  const app: Api = new OpenAPIHono();
  app.use(headers);
  app.use(async (context, next) => {
    await next();
    context.header('cache-control', 'no-store');
  });
  mountApprovalPages(app, ports);
  const document = once(() => JSON.stringify(writeDocument(app, ports.place.version)));
  mountRoutes(app, [...routes, ...documentRoutes(document)], ports);
  app.notFound(async (context) =>
    isPage(context)
      ? context.html(await renderNotice(nonceOf(context), notHere), 404)
      : problem(context, 404, `there is no ${context.req.path}`),
  );
  app.onError(async (error, context) => {
    const refusal = refusalOf(error);
    if (refusal === null) ports.onFault(error);
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

/** The document is large, and few ask for it. */
const once = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};

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
