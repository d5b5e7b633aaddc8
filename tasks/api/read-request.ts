import type { Context } from 'hono';
import * as z from 'zod';
import type { Json } from '../../core/json.ts';
import { parseJson } from '../../core/parse-json.ts';
import { explainIssue } from '../../core/problem/explain-issue.ts';
import { describeProblem, type Problem } from '../../core/problem/problem.ts';
import { Refusal } from './problem.ts';
import type { RouteSpec } from './route.ts';

interface Parts {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/**
 * The parts of a request as the route's schemas have them.
 * @throws Refusal that names everything that is wrong, where it stands (`/query/limit`), and the remedy.
 */
export async function readRequest(context: Context, spec: RouteSpec): Promise<Parts> {
  const { req } = context;
  const body = await readBody(context, spec.body);
  const params = read(spec.params, req.param(), 'params');
  const query = read(spec.query ?? z.object({}), queriesOf(req.queries()), 'query');
  const problems = [...params.problems, ...query.problems, ...body.problems];
  if (problems.length > 0) throw refuse(problems);
  return { params: params.value, query: query.value, body: body.value };
}

interface Part {
  readonly value: unknown;
  readonly problems: readonly Problem[];
}

function read(schema: z.ZodType | undefined, value: Json, place: string): Part {
  if (schema === undefined) return { value: undefined, problems: [] };
  const strict = schema instanceof z.ZodObject ? schema.strict() : schema;
  const parsed = strict.safeParse(value);
  if (parsed.success) return { value: parsed.data, problems: [] };
  const problems = parsed.error.issues.flatMap((issue) => explainIssue(issue, strict, value, []));
  return {
    value: undefined,
    problems: problems.map((one) => ({ ...one, pointer: `/${place}${one.pointer}` })),
  };
}

/** A field that stands there twice is a list, and is refused as one. */
const queriesOf = (queries: Record<string, string[]>): Json =>
  Object.fromEntries(
    Object.entries(queries).map(([key, values]) => [key, values.length === 1 ? (values[0] ?? '') : values]),
  );

async function readBody({ req }: Context, schema: RouteSpec['body']): Promise<Part> {
  if (schema === undefined) return { value: undefined, problems: [] };
  const bytes = new Uint8Array(await req.arrayBuffer());
  if (schema === 'bytes') return { value: bytes, problems: [] };
  // Nothing at all asks for the defaults.
  const parsed = bytes.length === 0 ? ({ ok: true, value: {} } as const) : parseJson(bytes);
  if (!parsed.ok) throw new Refusal(400, `the body: ${parsed.reason}`);
  return read(schema, parsed.value, 'body');
}

/** Fields whose value is not repeated to anyone. */
const secret = /\/(token|code)$/;

function refuse(problems: readonly Problem[]): Refusal {
  const lines = problems.map((one) =>
    describeProblem(secret.test(one.pointer) ? { ...one, value: undefined } : one),
  );
  const more = lines.length > 1 ? ` (and ${lines.length - 1} more)` : '';
  const errors = problems.slice(0, 50).map(({ pointer, message, remedy }) => ({
    pointer,
    detail: `${message}; ${remedy}`,
  }));
  return new Refusal(422, `${lines[0] ?? ''}${more}`, { errors });
}
