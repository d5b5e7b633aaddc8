import { walkNodes, type JsonataNode } from './limits.ts';

/**
 * jsonata looks a member up with `object[name]`, so that `$states.input.toString` finds what every JavaScript object
 * inherits. Step Functions finds nothing there. Expressions with such a name see data without prototypes.
 */
export function namesInherited(ast: JsonataNode): boolean {
  for (const { type, value } of walkNodes(ast)) {
    if ((type === 'name' || type === 'string') && typeof value === 'string' && value in Object.prototype)
      return true;
  }
  return false;
}

/** Copies plain data deeply into objects that inherit nothing; functions stay as they are. */
export function withoutPrototypes<T>(value: T): T {
  return copy(value) as T;
}

function copy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copy);
  const bare = Object.create(null) as Record<string, unknown>;
  for (const [key, inner] of Object.entries(value)) bare[key] = copy(inner);
  return bare;
}
