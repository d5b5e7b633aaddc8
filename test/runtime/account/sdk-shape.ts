/**
 * Compares plain values with the schemas that SDK commands carry (`command.schema`): a response member that
 * the SDK does not know, or of another type, is one that AWS never sends.
 */

const simple: Readonly<Record<number, (value: unknown) => boolean>> = {
  0: (value) => typeof value === 'string',
  1: (value) => typeof value === 'number',
  2: (value) => typeof value === 'boolean',
  4: (value) => value instanceof Date,
  5: (value) => value instanceof Date,
  6: (value) => value instanceof Date,
  7: (value) => value instanceof Date,
  // A document: any JSON.
  15: () => true,
};
const listFlag = 64;
const mapFlag = 128;

function resolve(schema: unknown): unknown {
  if (typeof schema === 'function') return resolve(schema());
  // A member with traits: [schema, traits].
  if (Array.isArray(schema) && typeof schema[1] !== 'string') return resolve(schema[0]);
  return schema;
}

/** Paths of what does not fit; undefined members count as absent. */
export function misfits(given: unknown, value: unknown, path = '$'): string[] {
  const schema = resolve(given);
  if (schema === 'unit') return Object.keys(value as object).map((name) => `${path}.${name}`);
  if (typeof schema === 'number') return misfitsOfSimple(schema, value, path);
  if (!Array.isArray(schema)) throw new TypeError(`unknown schema at ${path}: ${String(schema)}`);
  const [kind, , , , members, types] = schema;
  if (kind === 0) return misfits(members, value, path);
  if (kind === 1) return everyItem(members, value, path);
  if (kind === 2)
    return Object.entries(value as object).flatMap(([key, item]) => misfits(types, item, `${path}.${key}`));
  return Object.entries(value as object).flatMap(([name, item]) => {
    const index = members.indexOf(name);
    if (index < 0) return [`${path}.${name}`];
    return item === undefined ? [] : misfits(types[index], item, `${path}.${name}`);
  });
}

function misfitsOfSimple(schema: number, value: unknown, path: string): string[] {
  if (schema >= mapFlag) {
    return Object.entries(value as object).flatMap(([key, item]) =>
      misfits(schema - mapFlag, item, `${path}.${key}`),
    );
  }
  if (schema >= listFlag) return everyItem(schema - listFlag, value, path);
  const test = simple[schema];
  if (!test) throw new TypeError(`unknown simple schema at ${path}: ${schema}`);
  return test(value) ? [] : [path];
}

function everyItem(schema: unknown, value: unknown, path: string): string[] {
  if (!Array.isArray(value)) return [path];
  return value.flatMap((item, index) => misfits(schema, item, `${path}[${index}]`));
}
