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

/** jsonata as it is, with JavaScript's regular expressions. */
async function withRegExp(source: string, input: Json): Promise<unknown> {
  const ours = Object.getOwnPropertyDescriptor(jsonata, 'RegexEngine');
  Object.defineProperty(jsonata, 'RegexEngine', { value: RegExp, configurable: true, writable: true });
  try {
    return await jsonata(source).evaluate(null, { states: { input } });
  } finally {
    if (ours) Object.defineProperty(jsonata, 'RegexEngine', ours);
  }
}

const doubled = (times: number): string => `($a := {}; ${'$a := {"x": $a, "y": $a}; '.repeat(times)}$a)`;
const doubledText = (times: number): string => `($a := "x"; ${'$a := $a & $a; '.repeat(times)}$a)`;
const many = Array.from({ length: 40_000 }, (_, index) => index);

describe('limits', () => {
  it.each([
    ['a loop of calls', '($f := function($x) { $f($x + 1) }; $f(0))'],
    ['calls that pile up', '($f := function($x) { 1 + $f($x + 1) }; $f(0))'],
    [
      'ranges within ranges',
      '$map([1..100000], function($a) { $map([1..100000], function($b) { $a * $b }) })',
    ],
    ['an object that holds itself twice, again and again', doubled(40)],
    ['doubling in a function', '$reduce([1..40], function($o, $i) { {"a": $o, "b": $o} }, {})'],
    ['a text that doubles', doubledText(40)],
    ['a list for each element of itself', '$count($states.input.($states.input))'],
    ['a list looked through for each element of itself', '$count($states.input[$ in $states.input])'],
    ['all descendants of all descendants', '$count($states.input.**.$states.input.**)'],
  ])('%s ends in time', async (_name, source) => {
    const template = compileTemplate(`{% ${source} %}`, 'Output');
    await expect(evaluateTemplate(template, scopeOf(many, null))).rejects.toThrow(
      'threw an error during evaluation: ',
    );
  });

  it('$distinct of as many elements as a payload holds ends in time', async () => {
    const count = compileExpression('$count($distinct($states.input))');
    expect(await count.evaluate(scopeOf(many, null))).toBe(many.length);
  });
});

describe('regular expressions', () => {
  it.each(['/^(a+)+$/', '/^(\\w+\\s?)*$/i', '/(.*)*x/', '/a+$/', '/(a|aa)+$/m'])(
    '%s takes a text of any length in time',
    async (expression) => {
      const contains = compileExpression(`$contains($states.input, ${expression})`);
      expect(await contains.evaluate(scopeOf(`${'a'.repeat(100_000)}!`, null))).toBe(false);
    },
  );

  it.each(['/a(?=b)/', '/(a)\\1/', '/a{5000}/'])('%s is refused: nothing bounds its time', (expression) => {
    expect(() => compileExpression(`$match("a", ${expression})`)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(`the time of ${expression} has no bound`) }),
    );
  });

  it('find what those of JavaScript find', async () => {
    const part = fc.constantFrom(
      'a',
      'b',
      '.',
      '[ab]',
      '[^a]',
      '\\d',
      '\\w',
      '\\b',
      '\\.',
      '(a)',
      '(?:b|c)',
      '(a|b)',
    );
    const times = fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,3}', '+?');
    const expression = fc
      .array(
        fc.tuple(part, times).filter(([what, often]) => what !== '\\b' || often === ''),
        { minLength: 1, maxLength: 4 },
      )
      .map((parts) => parts.flat().join(''));
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'A', '1', '.', ' '), maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(expression, text, fc.constantFrom('', 'i', 'm'), async (source, input, flags) => {
        const matches = `$match($states.input, /${source}/${flags})`;
        const ours = await settle(() => compileExpression(matches).evaluate(scopeOf(input, null)));
        expect(ours).toEqual(await settle(() => withRegExp(matches, input)));
      }),
      { numRuns: 500 },
    );
  });
});

describe('$distinct', () => {
  it('is what jsonata makes of any list', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(value, { maxLength: 8 }), async (list) => {
        // to jsonata an empty list and {"length": 0} are equal
        fc.pre(!JSON.stringify(list).includes('"length":'));
        for (const source of [
          '$distinct($states.input)',
          '$distinct($states.input.a)',
          '[$distinct($states.input.*)]',
        ]) {
          const ours = await settle(() => compileExpression(source).evaluate(scopeOf(list, null)));
          const theirs = await settle(() => jsonata(source).evaluate(null, { states: { input: list } }));
          expect(ours).toEqual(theirs);
        }
      }),
      { numRuns: 300 },
    );
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
