import type { Catalog } from '../action-spec.ts';
import type { Json } from '../json.ts';
import { compile } from './compile.ts';
import { parseShape } from './parse-shape.ts';
import { type Problem, sortProblems } from '../problem/problem.ts';
import type { Playbook } from './schema.ts';

export type ParsedPlaybook =
  | { readonly ok: true; readonly playbook: Playbook }
  | { readonly ok: false; readonly errors: readonly Problem[] };

/**
 * A playbook from the JSON of its file: its shape, and whether it compiles against the catalog. All errors at
 * once, in the order of the file, each with its JSON pointer, the value and a remedy.
 */
export function parsePlaybook(value: Json, catalog: Catalog): ParsedPlaybook {
  const { playbook, problems, broken } = parseShape(value);
  const compiled = playbook && compile(playbook, catalog, broken);
  const errors = [...problems, ...(compiled && !compiled.ok ? compiled.errors : [])];
  if (playbook && errors.length === 0) return { ok: true, playbook };
  return { ok: false, errors: sortProblems(errors) };
}
