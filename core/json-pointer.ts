import type { Json } from './json.ts';

/** Where a value stands within another: the keys that lead to it. */
export type Path = readonly (string | number)[];

/** As a JSON pointer (RFC 6901); empty for the whole. */
export function toPointer(path: Path): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The keys of a JSON pointer; those of arrays as text. */
export const readPointer = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));

/** What stands at the path; undefined where nothing does. Own members only. */
export function valueAt(root: Json, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((value, key) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    return (value as { readonly [key: string | number]: Json | undefined })[key];
  }, root);
}
