import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Json } from '../../core/json.ts';
import { type Path, toPointer } from '../../core/json-pointer.ts';
import { locatePointer } from '../../core/locate-pointer.ts';

const text = `{
  "id": "x",
  "steps": [ { "id": "a{]", "with": {} }, [1, -2.5e3 , true] ],
  "a/b~": null,
  "id": "last \\"one\\""
}`;

it.each([
  ['/steps/0/id', '"a{]"'],
  ['/steps/0/with', '{}'],
  ['/steps/1', '[1, -2.5e3 , true]'],
  ['/steps/1/1', '-2.5e3'],
  ['/steps/1/2', 'true'],
  ['/a~1b~0', 'null'],
  ['/id', '"last \\"one\\""'],
  ['', text],
  // What is missing: the bracket of what it should stand in.
  ['/mode', '{'],
  ['/steps/0/action', '{'],
  ['/steps/7', '['],
  ['/steps/x', '['],
  ['/id/of', '"last \\"one\\""'],
])('%s leads to %s', (pointer, found) => {
  const { from, to } = locatePointer(text, pointer);
  expect(text.slice(from, to)).toBe(found);
});

const pathsOf = (value: Json, path: Path = []): readonly (readonly [Path, Json])[] => {
  const own = [path, value] as const;
  if (typeof value !== 'object' || value === null) return [own];
  const inner: readonly (readonly [string | number, Json])[] = Array.isArray(value)
    ? (value as readonly Json[]).map((item, index) => [index, item] as const)
    : (Object.entries(value) as [string, Json][]);
  return [own, ...inner.flatMap(([key, item]) => pathsOf(item, [...path, key]))];
};

it('every value of every JSON text is found where it stands', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
      const written = JSON.stringify(value, null, indent);
      for (const [path, part] of pathsOf(JSON.parse(written) as Json)) {
        const { from, to } = locatePointer(written, toPointer(path));
        expect(JSON.parse(written.slice(from, to))).toEqual(part);
      }
    }),
  );
});
