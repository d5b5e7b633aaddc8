import { describe, expect, it } from 'vitest';
import { writeParameter } from '../../../console/src/components/use-url-state.ts';

describe('writeParameter', () => {
  it.each([
    ['a=1', { name: 'b', value: '2' }, 'a=1&b=2'],
    ['a=1&b=2', { name: 'a', value: '3' }, 'a=3&b=2'],
    ['a=1&b=2', { name: 'a', value: '' }, 'b=2'],
  ])('leaves the rest of "%s" as it is, and takes out what is empty', (search, { name, value }, expected) => {
    const before = new URLSearchParams(search);
    expect(writeParameter(before, name, value).toString()).toBe(expected);
    expect(before.toString()).toBe(search);
  });
});
