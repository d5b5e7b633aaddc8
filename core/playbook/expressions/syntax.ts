import jsonata from 'jsonata';

/** A node of jsonata's syntax tree, as far as it is looked at here. `position` is where its first token ends. */
export interface Node {
  readonly type: string;
  readonly value?: unknown;
  readonly position?: number;
  readonly steps?: readonly Node[];
  readonly procedure?: Node;
  readonly arguments?: readonly Node[];
  readonly predicate?: readonly Node[];
  readonly stages?: readonly Node[];
  readonly lhs?: unknown;
  readonly focus?: string;
  readonly index?: string;
}

export type Parsed =
  | { readonly ok: true; readonly ast: Node }
  | { readonly ok: false; readonly message: string };

/** More than any folder of playbooks has; beyond it, those at hand are parsed anew. */
const MOST_REMEMBERED = 10_000;
const remembered = new Map<string, Parsed>();

/**
 * `source` is what stands between `{%` and `%}`. The same text gives the same tree, which nobody changes: a
 * playbook is compiled to be checked, then to be run, and a question repeats what it asks about.
 */
export function parseExpression(source: string): Parsed {
  const known = remembered.get(source);
  if (known) return known;
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  const parsed = parse(source);
  remembered.set(source, parsed);
  return parsed;
}

function parse(source: string): Parsed {
  try {
    return { ok: true, ast: jsonata(source).ast() as Node };
  } catch (error) {
    return { ok: false, message: describeSyntaxError(error) };
  }
}

/** jsonata throws plain objects with a message; its numbers go by the name of `position`. */
function describeSyntaxError(error: unknown): string {
  const { message, position } = error as { message?: unknown; position?: unknown };
  const where = typeof position === 'number' ? ` at character ${position}` : '';
  return `is not JSONata: ${typeof message === 'string' ? message : 'it does not parse'}${where}`;
}

/** The nodes directly under a node, whatever member they stand in. */
export function childrenOf(node: Node): Node[] {
  return Object.values(node).flatMap(nodesIn);
}

function nodesIn(value: unknown): Node[] {
  if (typeof value !== 'object' || value === null || value instanceof RegExp) return [];
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  return isNode(value) ? [value] : Object.values(value).flatMap(nodesIn);
}

const isNode = (value: object): value is Node => 'type' in value && typeof value.type === 'string';
