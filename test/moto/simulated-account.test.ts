import { beforeAll, describe, expect, it } from 'vitest';
import { commandTables } from '../../runtime/account/answer.ts';
import { operationOf } from '../../tasks/actions/runner/permissions.ts';
import { openBoth, type Names } from './both.ts';
import { comparedCalls } from './calls.ts';
import { compareCalls, findDifferences } from './compare.ts';
import { knownDifferences, notCompared } from './known-differences.ts';

/** Enough to see which commands are sent. */
const anyNames = new Proxy({}, { get: () => 'x' }) as Names;
const named = comparedCalls.map(({ title, service, command }) => {
  const operation = operationOf(command(anyNames, {}));
  return { service, operation, name: `${service} ${operation}: ${title}` };
});

describe('the comparison', () => {
  it('covers every command of the simulated account, or says why not', () => {
    const compared = new Set(named.map(({ service, operation }) => `${service} ${operation}`));
    const missing = Object.entries(commandTables).flatMap(([service, table]) =>
      Object.hasOwn(notCompared, service)
        ? []
        : Object.keys(table).flatMap((operation) => {
            const command = `${service} ${operation}`;
            return compared.has(command) || Object.hasOwn(notCompared, command) ? [] : [command];
          }),
    );
    expect(missing).toEqual([]);
  });

  it('names no call twice, and knows differences of its own calls only', () => {
    const names = named.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(knownDifferences).filter((name) => !names.includes(name))).toEqual([]);
  });

  it.each([
    [{ error: 'A' }, { error: 'A' }, []],
    [{ error: 'A' }, { error: 'B' }, ['A, moto: B']],
    [{ answer: {} }, { error: 'B' }, ['an answer, moto: B']],
    [{ answer: { a: [{ b: 1 }] } }, { answer: { a: [{ b: 2, c: 3 }] } }, []],
    [{ answer: { a: 1 } }, { answer: { a: '1' } }, ['a: number, moto: string']],
    [{ answer: { a: [{ b: 1 }] } }, { answer: { a: [] } }, ['a: moto has none']],
    [{ answer: { a: { b: 1, c: 1 } } }, { answer: { a: { b: 1 } } }, ['a.c: moto has none']],
    [{ answer: { a: { b: [{ c: 1, d: 1 }] } } }, { answer: { a: {} } }, ['a: moto has none']],
  ] as const)('finds in %j beside %j: %j', (simulated, moto, expected) => {
    expect(findDifferences(simulated, moto)).toEqual(expected);
  });
});

describe('the simulated account, beside moto,', () => {
  const found = new Map<string, readonly string[]>();
  beforeAll(async () => {
    const comparisons = await compareCalls(comparedCalls, await openBoth());
    for (const { name, differences } of comparisons) found.set(name, differences);
  });

  it.each(named)('answers alike: $name', ({ name }) => {
    const [known] = knownDifferences[name] ?? [''];
    expect(found.get(name)?.join('; ')).toBe(known);
  });
});
