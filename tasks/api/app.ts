import { describeRoute, writeDocument } from './document.ts';
import { type Api, createFrame } from './frame.ts';
import { mountRoutes } from './mount.ts';
import { approvalPageOperations, mountApprovalPages } from './pages/mount-approval-pages.ts';
import type { ApiPorts } from './ports.ts';
import { documentRoutes } from './routes/document.ts';
import type { Route } from './route.ts';
import { declareRoutes } from './routes/index.ts';

/** The HTTP application, the same in the embedded server and in Lambda. */
export function createApi(ports: ApiPorts): Api {
  const api = createFrame(ports);
  mountApprovalPages(api, ports);
  const routes: Route[] = [...declareRoutes(ports)];
  const document = once(() => {
    const operations = routes.map(({ spec }) => describeRoute(spec));
    return JSON.stringify(writeDocument([...approvalPageOperations, ...operations], ports.place.version));
  });
  routes.push(...documentRoutes(document));
  mountRoutes(api, routes, ports);
  return api;
}

/** The document is large, and few ask for it. */
const once = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};
