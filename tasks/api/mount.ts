import type { Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import * as z from 'zod';
import { guard, type Frame } from './guard.ts';
import type { FramePorts } from './ports.ts';
import { problem } from './problem.ts';
import { readRequest } from './read-request.ts';
import type { Route, RouteSpec } from './route.ts';

const usualBody = 65_536;

/** Gives the application its routes. */
export function mountRoutes(app: Hono<Frame>, routes: readonly Route[], ports: FramePorts): void {
  for (const route of routes) mount(app, route, ports);
  for (const [path, methods] of methodsOf(routes))
    app.all(path, (context) => {
      const allow = methods.map((method) => method.toUpperCase()).join(', ');
      const detail = `${context.req.path} takes ${allow}, not ${context.req.method}`;
      return problem(context, 405, detail, { headers: { allow } });
    });
}

function mount(app: Hono<Frame>, { spec, handle }: Route, ports: FramePorts): void {
  const maxSize = spec.maxBody ?? usualBody;
  app.on(
    [spec.method],
    [honoPath(spec.path)],
    guard(ports, spec),
    bodyLimit({
      maxSize,
      onError: (context) =>
        problem(context, 413, `the body has more than ${maxSize} bytes; send less at once`),
    }),
    async (context) => {
      const asked = await readRequest(context, spec);
      const told = await handle({ ...asked, person: context.get('person'), context });
      // The answer to HEAD has no body, and nobody else would end what streams one.
      if (context.req.method === 'HEAD' && told instanceof Response) await told.body?.cancel();
      return answer(context, spec, told);
    },
  );
}

/**
 * Answers are told through their schema: what it does not name stays here, a task token among it. One that does not fit
 * it is a fault of ours.
 */
function answer(context: Context, { answer: kind, status = 200 }: RouteSpec, told: unknown): Response {
  if (kind === null) return context.body(null, 204);
  if (kind instanceof z.ZodType) return context.json(kind.parse(told), status);
  if (told instanceof Response) return told;
  throw new TypeError(`${context.req.path} answers ${kind}, and made no response`);
}

const honoPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

function methodsOf(routes: readonly Route[]): ReadonlyMap<string, readonly string[]> {
  const grouped = Map.groupBy(routes, ({ spec }) => honoPath(spec.path));
  // Of two paths that fit, the plainer one is meant: `/api/playbooks/validate` is no playbook's id.
  const plainFirst = [...grouped].toSorted(([a], [b]) => a.split(':').length - b.split(':').length);
  return new Map(plainFirst.map(([path, same]) => [path, same.map(({ spec }) => spec.method)]));
}
