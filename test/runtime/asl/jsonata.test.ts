import fc from 'fast-check';
import jsonata from 'jsonata';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../core/json.ts';
import { cleanResult } from '../../../runtime/asl/jsonata/clean-result.ts';
import { compileExpression, type EvaluationScope } from '../../../runtime/asl/jsonata/expression.ts';
import { evaluateTemplate, compileTemplate } from '../../../runtime/asl/jsonata/template.ts';

const names = ['a', 'b', 'length', 'constructor', '__proto__', 'toString'];

/** JSON values full of the names that the paths below ask for. */
const value = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom<Json>(null, true, false, 0, 1, -2.5, '', 'x'),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'length'), tie('json'), { maxKeys: 3 }),
  ),
})).json;
const path = fc.array(fc.constantFrom(...names), { maxLength: 4 });

function scopeOf(input: Json, variable: Json): EvaluationScope {
  return {
    states: { input, context: { Task: { Token: 't' } } },
    variable: (name) => (name === 'v' ? variable : undefined),
    variables: () => ({ v: variable }),
    now: 0,
    random: () => 0.5,
  };
}

/** What Step Functions would make of a result: JSON, nothing, or a refusal. */
async function settle(evaluate: () => unknown): Promise<unknown> {
  try {
    const raw = await evaluate();
    return raw === undefined ? 'nothing' : { json: cleanResult(raw) };
  } catch {
    return 'refused';
  }
}

describe('plain paths', () => {
  it.each([
    ['$states.input', (steps: readonly string[]) => ['$states.input', ...steps].join('.')],
    ['a variable', (steps: readonly string[]) => ['$v', ...steps].join('.')],
  ])('from %s give what jsonata gives', async (_name, toSource) => {
    await fc.assert(
      fc.asyncProperty(value, value, path, async (input, variable, steps) => {
        const usable = steps.filter((step) => !(step in Object.prototype));
        const source = toSource(usable.map((step) => `\`${step}\``));
        const scope = scopeOf(input, variable);
        const ours = await settle(() => compileExpression(source).evaluate(scope));
        const theirs = await settle(() =>
          jsonata(source).evaluate(undefined, { states: scope.states, v: variable }),
        );
        expect(ours).toEqual(theirs);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    '$states.input.toString',
    '$states.input.a.constructor',
    '$states.input.__proto__',
    "$lookup($states.input, 'valueOf')",
  ])('%s finds nothing that every object inherits', async (source) => {
    expect(await compileExpression(source).evaluate(scopeOf({ a: {} }, null))).toBeUndefined();
  });

  it('leave the data of an expression untouched', async () => {
    await fc.assert(
      fc.asyncProperty(value, async (input) => {
        const before = JSON.stringify(input);
        for (const source of [
          '$states.input.a[]',
          '$states.input.a.b[]',
          '[$states.input.a]',
          '$append($states.input.a, 1)',
        ]) {
          await settle(() => compileExpression(source).evaluate(scopeOf(input, null)));
        }
        expect(JSON.stringify(input)).toBe(before);
      }),
      { numRuns: 200 },
    );
  });
});

/** Sources of conditions, sums and the like over paths that lead to any JSON, or nowhere. */
const operation = fc.letrec<{ source: string }>((tie) => ({
  source: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom('$states.input', '$states.input.a', '$states.input.b.a', '$v', '$v.a', '$none'),
    fc.constantFrom('null', 'true', 'false', '0', '1', '-2.5', '""', '"x"', '1e308'),
    fc
      .tuple(
        tie('source'),
        fc.constantFrom('=', '!=', '<', '<=', '>', '>=', '+', '-', '&', 'and', 'or', '*', 'in'),
        tie('source'),
      )
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    fc
      .tuple(tie('source'), tie('source'), tie('source'))
      .map(([condition, yes, no]) => `(${condition} ? ${yes} : ${no})`),
    fc.tuple(tie('source'), tie('source')).map(([condition, yes]) => `(${condition} ? ${yes})`),
  ),
})).source;

describe('operations on plain values', () => {
  it('give what jsonata gives, and refuse what it refuses', async () => {
    await fc.assert(
      fc.asyncProperty(value, value, operation, async (input, variable, source) => {
        const scope = scopeOf(input, variable);
        const ours = await settle(() => compileExpression(source).evaluate(scope));
        const theirs = await settle(() =>
          jsonata(source).evaluate(undefined, { states: scope.states, v: variable }),
        );
        expect(ours).toEqual(theirs);
      }),
      { numRuns: 1500 },
    );
  });

  it.each<[string, unknown]>([
    ["$states.input.a = 'x'", true],
    ["$states.input.a & '-1'", 'x-1'],
    ['$v + ($states.input.a != "x" ? 1 : 0)', 2],
    ["$states.input.a = 'x' and $v >= 20", false],
    ["$v > 20 or $states.input.a = 'x'", true],
    ['$v <= 2 and $v >= 2', true],
    ['$v < 2 or $v > 2', false],
    ['$v - 3', -1],
    ["($states.input.a = 'y' ? 'not' : $states.input.a)", 'x'],
  ])('are evaluated at once: %s', (source, expected) => {
    expect(compileExpression(source).evaluate(scopeOf({ a: 'x' }, 2))).toBe(expected);
  });

  it.each(["$states.input.a = 'x'", "$v & ''", '$none = 1', '$v ? 1 : 2'])(
    'are left to jsonata where a value is of another kind: %s',
    (source) => {
      expect(compileExpression(source).evaluate(scopeOf({ a: ['x'] }, ['x']))).toBeInstanceOf(Promise);
    },
  );
});

describe('cleanResult', () => {
  it('gives what JSON can say, as it would be read back', async () => {
    await fc.assert(
      fc.asyncProperty(value, path, async (input, steps) => {
        const usable = steps.filter((step) => !(step in Object.prototype));
        const source = `{"found": [${['$states.input', ...usable].join('.')}], "n": $count($states.input.a)}`;
        const clean = cleanResult(await compileExpression(source).evaluate(scopeOf(input, null)));
        expect(JSON.parse(JSON.stringify(clean))).toEqual(clean);
        const marked = JSON.stringify(clean, (key, inner: unknown) =>
          key === 'sequence' ? 'marked' : inner,
        );
        expect(marked).not.toContain('marked');
      }),
      { numRuns: 200 },
    );
  });
});

describe('limits', () => {
  it.each([
    ['a loop of calls', '($f := function($x) { $f($x + 1) }; $f(0))'],
    ['calls that pile up', '($f := function($x) { 1 + $f($x + 1) }; $f(0))'],
    [
      'ranges within ranges',
      '$map([1..100000], function($a) { $map([1..100000], function($b) { $a * $b }) })',
    ],
  ])('%s ends in time', async (_name, source) => {
    const began = performance.now();
    const template = compileTemplate(`{% ${source} %}`, 'Output');
    await expect(evaluateTemplate(template, scopeOf(null, null))).rejects.toThrow(
      'threw an error during evaluation: ',
    );
    expect(performance.now() - began).toBeLessThan(5000);
  });
});

describe('$pad', () => {
  const evaluate = (source: string) => compileExpression(source).evaluate(scopeOf(null, null));

  it.each(['1000000000', '-1000000000', '1e300'])(
    'to %s characters is refused: it would end the process',
    async (width) => {
      await expect(evaluate(`$length($pad("x", ${width}))`)).rejects.toMatchObject({
        message: expect.stringContaining('memory limit exceeded'),
      });
    },
  );

  it('is what jsonata makes of all other texts and widths', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'ß', '😀'), maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.integer({ min: -20, max: 20 }),
        fc.option(text),
        async (padded, width, filler) => {
          const more = filler === null ? '' : `, ${JSON.stringify(filler)}`;
          const source = `$pad(${JSON.stringify(padded)}, ${width}${more})`;
          expect(await evaluate(source)).toBe(await jsonata(source).evaluate(null));
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('randomness', () => {
  it('$random, $uuid and seeds follow from the random numbers that are given', async () => {
    const evaluate = (source: string) => compileExpression(source).evaluate(scopeOf(null, null));
    expect(await evaluate('$random()')).toBe(0.5);
    expect(await evaluate('$uuid()')).toBe('88888888-8888-4888-8888-888888888888');
    expect(await evaluate('$random(42)')).toBe(await evaluate('$random(42)'));
  });
});
