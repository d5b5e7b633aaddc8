import type { OpenAPIHono, RouteConfig } from '@hono/zod-openapi';
import * as z from 'zod';
import { Problem } from '../../core/api/problem.ts';
import type { Frame } from './guard.ts';
import { type ProblemStatus, titleOf } from './problem.ts';
import type { RouteSpec } from './route.ts';

/** What the OpenAPI document says of a route. */
export function describeRoute(spec: RouteSpec): RouteConfig {
  const { method, path, summary, description, role, params, query, body } = spec;
  const { media = ['application/json'] } = spec;
  return {
    method,
    path,
    operationId: operationId(method, path),
    tags: [tagOf(path)],
    summary,
    description: [description, roleSays(role)].filter(Boolean).join(' '),
    security: role === 'anyone' ? [] : [{ token: [] }, { session: [] }],
    'x-role': role,
    request: {
      ...(params && { params }),
      ...(query && { query }),
      ...(body && {
        body: {
          required: true,
          content: Object.fromEntries(media.map((type) => [type, { schema: bodySchema(body) }])),
        },
      }),
    },
    responses: { ...answers(spec), ...problems(spec) },
  };
}

const roleSays = (role: RouteSpec['role']): string =>
  role === 'anyone' ? 'For anyone, signed in or not.' : `For the role ${role}.`;

const anyJson = z.unknown().meta({ type: ['object', 'array'], description: 'JSON as AWS sends it' });
/** Fields that it does not have are refused, and the document says so. */
function bodySchema(body: NonNullable<RouteSpec['body']>): z.ZodType {
  if (body === 'bytes') return anyJson;
  return body instanceof z.ZodObject ? body.strict().meta(body.meta() ?? {}) : body;
}

function answers({ answer, status = 200 }: RouteSpec): RouteConfig['responses'] {
  if (answer === null) return { 204: { description: 'Done; there is nothing to tell' } };
  const content =
    answer instanceof z.ZodType
      ? { 'application/json': { schema: answer } }
      : { [answer]: { schema: answer.endsWith('json') ? anyJson : z.string() } };
  return { [status]: { description: 'As asked', content } };
}

function problems(spec: RouteSpec): RouteConfig['responses'] {
  const statuses = new Set<ProblemStatus>([...usual(spec), ...(spec.problems ?? [])]);
  return Object.fromEntries(
    [...statuses]
      .toSorted((a, b) => a - b)
      .map((status) => [
        status,
        {
          description: titleOf(status),
          content: { 'application/problem+json': { schema: Problem } },
        },
      ]),
  );
}

/** What the frame itself refuses with. */
const usual = ({ role, method, body }: RouteSpec): readonly ProblemStatus[] => [
  ...(role === 'anyone' ? [] : ([401] as const)),
  403,
  422,
  429,
  ...(method === 'get' || method === 'delete' ? [] : ([415] as const)),
  ...(body === undefined ? [] : ([400, 413] as const)),
];

/** `/api/incidents/{id}/undo` is about incidents. */
const tagOf = (path: string): string => path.replace(/^\/((api|v1)\/)?/, '').split(/[/.]/)[0] ?? '';

/** `get /api/incidents/{id}/report.md` → `getIncidentsIdReportMd` */
const operationId = (method: string, path: string): string =>
  method +
  path
    .replace(/^\/api/, '')
    .split(/[^\w]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** The whole document, of OpenAPI 3.1. */
export function writeDocument(app: OpenAPIHono<Frame>, version: string) {
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Tourniquet',
      version,
      description:
        'Incidents, questions, executions and playbooks. Errors are application/problem+json (RFC 9457); lists are {items, next}: hand `next` back as `cursor`.',
      license: { name: 'MIT' },
    },
    servers: [{ url: '/' }],
  });
  return { ...document, components: { ...document.components, securitySchemes } };
}

const securitySchemes = {
  token: { type: 'http', scheme: 'bearer', description: 'A token that `tourniquet token` printed.' },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'tourniquet',
    description: 'What POST /api/session sets, for browsers.',
  },
} as const;
