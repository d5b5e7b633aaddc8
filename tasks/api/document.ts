import * as z from 'zod';
import { Problem } from '../../core/api/problem.ts';
import { createSchemas, type Schemas } from './document-schemas.ts';
import { type ProblemStatus, titleOf } from './problem.ts';
import type { RouteSpec } from './route.ts';

type Content = Readonly<Record<string, { readonly schema: z.ZodType }>>;

/** An operation as the OpenAPI document has it, its schemas as zod has them. */
export interface Operation {
  readonly method: RouteSpec['method'];
  /** `/api/incidents/{id}` */
  readonly path: string;
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly 'x-role'?: string;
  readonly request: {
    readonly params?: z.ZodObject;
    readonly query?: z.ZodObject;
    readonly body?: { readonly required: boolean; readonly content: Content };
  };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
}

/** What the OpenAPI document says of a route. */
export function describeRoute(spec: RouteSpec): Operation {
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

function answers({ answer, status = 200 }: RouteSpec): Operation['responses'] {
  if (answer === null) return { 204: { description: 'Done; there is nothing to tell' } };
  const content =
    answer instanceof z.ZodType
      ? { 'application/json': { schema: answer } }
      : { [answer]: { schema: answer.endsWith('json') ? anyJson : z.string() } };
  return { [status]: { description: 'As asked', content } };
}

function problems(spec: RouteSpec): Operation['responses'] {
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

/** The whole document, of OpenAPI 3.1, whose schemas are JSON Schema 2020-12. */
export function writeDocument(operations: readonly Operation[], version: string): object {
  const schemas = createSchemas();
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations)
    (paths[operation.path] ??= {})[operation.method] = writeOperation(operation, schemas);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tourniquet',
      version,
      description:
        'Incidents, questions, executions and playbooks. Errors are application/problem+json (RFC 9457); lists are {items, next}: hand `next` back as `cursor`.',
      license: { name: 'MIT' },
    },
    servers: [{ url: '/' }],
    paths,
    components: { schemas: schemas.named, securitySchemes },
  };
}

function writeOperation({ method: _, path: __, request, responses, ...said }: Operation, schemas: Schemas) {
  const { params, query, body } = request;
  const parameters = [...schemas.parameters('path', params), ...schemas.parameters('query', query)];
  const contentOf = (content: Content | undefined, io: 'input' | 'output') =>
    content && mapValues(content, ({ schema }) => ({ schema: schemas.write(schema, io) }));
  return {
    ...said,
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { ...body, content: contentOf(body.content, 'input') } }),
    responses: mapValues(responses, ({ content, ...one }) => ({
      ...one,
      ...(content && { content: contentOf(content, 'output') }),
    })),
  };
}

const mapValues = <From, To>(record: Readonly<Record<string, From>>, change: (value: From) => To) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

const securitySchemes = {
  token: { type: 'http', scheme: 'bearer', description: 'A token that `tourniquet token` printed.' },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'tourniquet',
    description: 'What POST /api/session sets, for browsers.',
  },
} as const;
