import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../../core/json.ts';
import { compilePattern, type PatternLimits } from '../../../core/pattern/compile-pattern.ts';

function matches(pattern: Json, event: unknown): boolean {
  const compiled = compilePattern(pattern);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.errors));
  return compiled.matches(event);
}

/** The field `a` of an event against one list of values. */
const fits = (values: Json, value: unknown) => matches({ a: values }, { a: value });

function errorsOf(pattern: Json, limits?: PatternLimits): string[] {
  const compiled = compilePattern(pattern, limits);
  return compiled.ok ? [] : compiled.errors.map(({ pointer, message }) => `${pointer}: ${message}`);
}

/** Title, values of the pattern, values of the event that fit, values that do not. */
const operators: [string, Json, unknown[], unknown[]][] = [
  ['exact text', ['x', 'y'], ['x', 'y'], ['X', 'xx', '', null, 1, true, [], {}]],
  ['exact number', [1, 3e2], [1, 300, 300.0], ['1', 1.5, null, true]],
  ['exact boolean', [true], [true], [false, 'true', 1]],
  ['null', [null], [null, ['x', null]], ['', 0, false, 'null', []]],
  ['empty text', [''], [''], [null, ' ', []]],
  ['prefix', [{ prefix: 'us-' }], ['us-east-1', 'us-'], ['us', 'eu-us-', 'US-east-1', 5, null]],
  [
    'prefix in any case',
    [{ prefix: { 'equals-ignore-case': 'EventB' } }],
    ['eventbridge', 'EVENTB'],
    ['event', 'xeventb'],
  ],
  ['suffix', [{ suffix: '.png' }], ['a.png', '.png'], ['a.PNG', 'png', 'a.png ', 1]],
  ['suffix in any case', [{ suffix: { 'equals-ignore-case': '.png' } }], ['a.PNG', '.Png'], ['apng']],
  ['equals-ignore-case', [{ 'equals-ignore-case': 'alice' }], ['Alice', 'ALICE'], ['alice ', 'bob', null]],
  [
    'wildcard',
    [{ wildcard: 'dir/*.png' }],
    ['dir/a.png', 'dir/.png', 'dir/a/b.png'],
    ['dir/a.jpg', 'xdir/a.png', 'dir/png', 7],
  ],
  ['wildcard at both ends', [{ wildcard: '*/lib/*' }], ['/lib/', 'usr/lib/x'], ['lib/', '/lib', 'lib']],
  ['wildcard alone', [{ wildcard: '*' }], ['', 'anything'], [1, null]],
  ['wildcard escapes', [{ wildcard: 'a\\*b\\\\*' }], ['a*b\\', 'a*b\\x'], ['axb\\', 'a*b']],
  ['wildcard whose parts would overlap', [{ wildcard: 'aba*ba' }], ['ababa', 'abaxba'], ['aba']],
  ['wildcard with parts in order', [{ wildcard: 'a*b*c' }], ['abc', 'axbxc', 'abbc'], ['acb', 'abcd', 'ac']],
  [
    'anything-but a text',
    [{ 'anything-but': 'x' }],
    ['y', '', 'X', 1, null, true, ['x', 'y']],
    ['x', ['x'], [], {}],
  ],
  ['anything-but a number', [{ 'anything-but': 123 }], [124, '123', null], [123, [123]]],
  ['anything-but texts', [{ 'anything-but': ['x', 'y'] }], ['z', 3], ['x', 'y', ['x', 'y']]],
  ['anything-but numbers', [{ 'anything-but': [1, 2] }], [3, '1'], [1, 2]],
  ['anything-but a prefix', [{ 'anything-but': { prefix: 'us-' } }], ['eu-1', 'us', 1], ['us-1']],
  ['anything-but prefixes', [{ 'anything-but': { prefix: ['us-', 'eu-'] } }], ['ap-1'], ['us-1', 'eu-1']],
  ['anything-but a suffix', [{ 'anything-but': { suffix: '.png' } }], ['a.jpg'], ['a.png']],
  [
    'anything-but suffixes',
    [{ 'anything-but': { suffix: ['.png', '.jpg'] } }],
    ['a.gif'],
    ['a.png', 'a.jpg'],
  ],
  ['anything-but in any case', [{ 'anything-but': { 'equals-ignore-case': 'x' } }], ['y', 'xx'], ['x', 'X']],
  [
    'anything-but several in any case',
    [{ 'anything-but': { 'equals-ignore-case': ['x', 'Y'] } }],
    ['z'],
    ['X', 'y'],
  ],
  ['anything-but a wildcard', [{ 'anything-but': { wildcard: '*/lib/*' } }], ['/bin/x'], ['/lib/x']],
  [
    'anything-but wildcards',
    [{ 'anything-but': { wildcard: ['*/lib/*', '*/bin/*'] } }],
    ['/etc/x'],
    ['/lib/x', '/bin/x'],
  ],
  ['numeric =', [{ numeric: ['=', 301.8] }], [301.8, 3.018e2], [301.80001, '301.8', null]],
  ['numeric <', [{ numeric: ['<', 10] }], [9.999, -5e9], [10, '9', null, -5e9 - 1]],
  ['numeric <=', [{ numeric: ['<=', 10] }], [10], [10.000001]],
  ['numeric >', [{ numeric: ['>', 0] }], [0.000001, 5e9], [0, 5e9 + 1]],
  ['numeric >=', [{ numeric: ['>=', 7] }], [7, 8.9], [6.9]],
  ['numeric open range', [{ numeric: ['>', 0, '<', 5] }], [1, 4.9], [0, 5]],
  ['numeric closed range', [{ numeric: ['>=', 0, '<=', 5] }], [0, 5, [9, 3]], [-0.1, 5.1, [9, 8]]],
  [
    'exists',
    [{ exists: true }],
    [null, '', 0, false, ['x'], [[1]]],
    [undefined, {}, [], { b: 1 }, [{ b: 1 }]],
  ],
  ['does not exist', [{ exists: false }], [undefined, {}, [], { b: 1 }], [null, '', 0, ['x'], [{ b: 1 }, 2]]],
  ['does not exist, or a value', [{ exists: false }, 'x'], [undefined, 'x', {}], ['y', null]],
  [
    'cidr, IPv4',
    [{ cidr: '10.0.0.0/24' }],
    ['10.0.0.0', '10.0.0.255'],
    ['10.0.1.0', '10.0.0', '10.0.0.1/32', 'x', '::ffff:10.0.0.1', 1],
  ],
  ['cidr, IPv4 written as IPv6', [{ cidr: '::ffff:10.0.0.0/104' }], ['::ffff:10.0.0.1'], ['10.0.0.1']],
  ['cidr with host bits', [{ cidr: '10.0.0.77/8' }], ['10.255.0.1'], ['11.0.0.1']],
  ['cidr, everything of a family', [{ cidr: '0.0.0.0/0' }], ['255.1.2.3'], ['::1', '1.2.3']],
  [
    'cidr, IPv6',
    [{ cidr: '2001:db8::/32' }],
    ['2001:db8::1', '2001:0DB8:ffff::'],
    ['2001:db9::', '10.0.0.1'],
  ],
  [
    'alternatives',
    ['x', { prefix: 'y' }, { numeric: ['>', 5] }, null],
    ['x', 'yes', 6, null],
    ['z', 5, true],
  ],
  ['arrays: any element', ['x'], [['x'], ['y', 'x'], [['y', ['x']]]], [['y'], [], [{ a: 'x' }]]],
];

describe('operators', () => {
  test.each(operators)('%s', (_title, values, good, bad) => {
    expect(good.filter((value) => !fits(values, value))).toEqual([]);
    expect(bad.filter((value) => fits(values, value))).toEqual([]);
  });
});

const ab = { $or: [{ a: ['1'] }, { b: ['2'] }] };
const reservations = [
  { id: 'r1', state: 'free', slots: [{ day: 'mo', hour: 9 }] },
  {
    id: 'r2',
    state: 'taken',
    slots: [
      { day: 'tu', hour: 9 },
      { day: 'we', hour: 14 },
    ],
  },
];

/** Title, pattern, event, whether it matches. */
const structures: [string, Json, unknown, boolean][] = [
  ['all fields must match', { a: ['1'], b: ['2'] }, { a: '1', b: '2', c: 3 }, true],
  ['one field missing', { a: ['1'], b: ['2'] }, { a: '1' }, false],
  ['nested objects', { d: { e: { f: [1] } } }, { d: { e: { f: 1, g: 2 } } }, true],
  ['a value where an object should be', { d: { e: [1] } }, { d: 1 }, false],
  ['a field of the prototype', { constructor: [{ exists: true }] }, {}, false],
  [
    'a field named __proto__',
    JSON.parse('{"__proto__":["x"]}') as Json,
    JSON.parse('{"__proto__":"x"}'),
    true,
  ],
  ['no object at all', { a: [{ exists: false }] }, 'x', false],
  ['an array as event', { a: [{ exists: false }] }, [], false],
  [
    'array of objects: one element fits whole',
    { r: { id: ['r2'], state: ['taken'] } },
    { r: reservations },
    true,
  ],
  [
    'array of objects: parts of two elements',
    { r: { id: ['r1'], state: ['taken'] } },
    { r: reservations },
    false,
  ],
  [
    'arrays in arrays of objects: consistent',
    { r: { slots: { day: ['we'], hour: [14] } } },
    { r: reservations },
    true,
  ],
  [
    'arrays in arrays of objects: mixed',
    { r: { slots: { day: ['tu'], hour: [14] } } },
    { r: reservations },
    false,
  ],
  [
    'consistency also through $or',
    { r: { id: ['r1'], $or: [{ state: ['taken'] }, { slots: { day: ['we'] } }] } },
    { r: reservations },
    false,
  ],
  [
    'consistency of a path split by $or',
    { r: { id: ['r1'] }, $or: [{ r: { state: ['taken'] } }, { x: [1] }] },
    { r: reservations },
    false,
  ],
  ['$or: first', ab, { a: '1' }, true],
  ['$or: second', ab, { a: '9', b: '2' }, true],
  ['$or: none', ab, { a: '2', b: '1' }, false],
  ['$or and a field beside it', { s: ['x'], ...ab }, { s: 'y', a: '1' }, false],
  ['$or: and within', { $or: [{ a: [1], b: [2] }, { c: [3] }] }, { a: 1, b: 3 }, false],
  ['$or nested', { $or: [{ a: [1], $or: [{ b: [2] }, { c: [3] }] }, { d: [4] }] }, { a: 1, c: 3 }, true],
  [
    '$or nested, its sibling missing',
    { $or: [{ a: [1], $or: [{ b: [2] }, { c: [3] }] }, { d: [4] }] },
    { c: 3 },
    false,
  ],
  [
    'two $or, one inside a field',
    { $or: [{ m: [1] }, { n: [1] }], d: { $or: [{ s: ['x'] }, { t: ['y'] }] } },
    { n: 1, d: { t: 'y' } },
    true,
  ],
  ['absence below a missing object', { d: { e: [{ exists: false }] } }, {}, true],
  ['absence below a value', { d: { e: [{ exists: false }] } }, { d: 7 }, true],
  ['absence looks at all elements', { d: { e: [{ exists: false }] } }, { d: [{ e: 1 }, { f: 2 }] }, false],
  [
    'absence and another field of one element',
    { d: { e: [{ exists: false }], f: [2] } },
    { d: [{ f: 1 }, { f: 2 }] },
    true,
  ],
  [
    'GuardDuty above a severity',
    {
      source: ['aws.guardduty'],
      detail: { severity: [{ numeric: ['>=', 7] }], type: [{ prefix: 'Backdoor:EC2/' }] },
    },
    { source: 'aws.guardduty', detail: { severity: 8, type: 'Backdoor:EC2/Spambot' } },
    true,
  ],
];

describe('structure', () => {
  test.each(structures)('%s', (_title, pattern, event, expected) => {
    expect(matches(pattern, event)).toBe(expected);
  });

  test('elements of deep and of long arrays are found without overflowing the stack', () => {
    let deep: Json = 'x';
    for (let i = 0; i < 100_000; i += 1) deep = [deep];
    expect(fits(['x'], deep)).toBe(true);
    expect(fits(['x'], [[...Array.from({ length: 300_000 }, () => 'y'), 'x']])).toBe(true);
  });

  test('absence is looked for once, however many elements ask: their number is for others to choose', () => {
    let looks = 0;
    const watched = {
      get e() {
        looks += 1;
        return 1;
      },
    };
    const elements = [...Array.from({ length: 1000 }, () => ({ f: 1 })), watched];
    expect(matches({ d: { e: [{ exists: false }] } }, { d: elements } as unknown as Json)).toBe(false);
    expect(looks).toBeLessThan(10);
  });
});

/** Title, pattern, the pointer, a part of the message. */
const refused: [string, Json, string, RegExp][] = [
  ['no object', ['x'], '', /a pattern is an object/],
  ['nothing', {}, '', /an empty object/],
  ['an empty nested object', { a: { b: {} } }, '/a/b', /an empty object/],
  ['an empty list', { a: [] }, '/a', /an empty list/],
  ['a bare value', { a: 'x' }, '/a', /takes a list or an object; write the value as \[value\]/],
  ['a list in a list', { a: [['x']] }, '/a/0', /a list in a list/],
  [
    'an unknown operator',
    { a: ['x', { contains: 'x' }] },
    '/a/1',
    /"contains" is no operator; use one of prefix, /,
  ],
  ['two operators in one object', { a: [{ prefix: 'x', suffix: 'y' }] }, '/a/0', /one key/],
  ['an empty operator', { a: [{}] }, '/a/0', /one key/],
  ['a prefix that is a number', { a: [{ prefix: 1 }] }, '/a/0', /takes a text or/],
  ['a prefix of another form', { a: [{ prefix: { wildcard: 'x' } }] }, '/a/0', /takes a text or/],
  ['equals-ignore-case of a list', { a: [{ 'equals-ignore-case': ['x'] }] }, '/a/0', /takes a text/],
  ['two wildcards in a row', { a: [{ wildcard: 'a**' }] }, '/a/0', /two wildcards in a row at character 1/],
  ['an escape of another character', { a: [{ wildcard: 'a\\b' }] }, '/a/0', /escape at character 1/],
  ['an escape at the end', { a: [{ wildcard: 'a\\' }] }, '/a/0', /escape at character 1/],
  ['anything-but of both kinds', { a: [{ 'anything-but': ['x', 1] }] }, '/a/0', /texts only or numbers only/],
  ['anything-but null', { a: [{ 'anything-but': null }] }, '/a/0', /texts only or numbers only/],
  ['anything-but of nothing', { a: [{ 'anything-but': [] }] }, '/a/0', /texts only or numbers only/],
  [
    'anything-but another operator',
    { a: [{ 'anything-but': { numeric: ['=', 1] } }] },
    '/a/0',
    /cannot negate "numeric"/,
  ],
  ['anything-but an empty prefix', { a: [{ 'anything-but': { prefix: '' } }] }, '/a/0', /an empty prefix/],
  [
    'anything-but a bad wildcard in a list',
    { a: [{ 'anything-but': { wildcard: ['x', '**'] } }] },
    '/a/0',
    /two wildcards/,
  ],
  [
    'anything-but a list of numbers in any case',
    { a: [{ 'anything-but': { 'equals-ignore-case': [1] } }] },
    '/a/0',
    /takes a text or a list of texts/,
  ],
  ['numeric without a list', { a: [{ numeric: 5 }] }, '/a/0', /takes \[operator, number\]/],
  ['numeric of a text', { a: [{ numeric: ['>', '5'] }] }, '/a/0', /bounds must be numbers/],
  ['numeric out of bounds', { a: [{ numeric: ['>', 5e9 + 1] }] }, '/a/0', /from -5000000000 to 5000000000/],
  [
    'numeric with an unknown operator',
    { a: [{ numeric: ['!=', 5] }] },
    '/a/0',
    /one of = < <= > >=.*use anything-but/,
  ],
  [
    'numeric range with the upper bound first',
    { a: [{ numeric: ['<', 5, '>', 0] }] },
    '/a/0',
    /put them in this order/,
  ],
  ['numeric range without room', { a: [{ numeric: ['>=', 5, '<=', 5] }] }, '/a/0', /not below/],
  ['numeric with three parts', { a: [{ numeric: ['>', 5, '<'] }] }, '/a/0', /takes \[operator/],
  ['exists of a text', { a: [{ exists: 'true' }] }, '/a/0', /true or false/],
  ['cidr without a length', { a: [{ cidr: '10.0.0.0' }] }, '/a/0', /takes a network/],
  ['cidr with too long a length', { a: [{ cidr: '10.0.0.0/33' }] }, '/a/0', /takes a network/],
  ['cidr of a short form', { a: [{ cidr: '10/8' }] }, '/a/0', /takes a network/],
  ['$or without a list', { $or: { a: [1] } }, '/$or', /at least two objects/],
  ['$or of one', { $or: [{ a: [1] }] }, '/$or', /at least two objects/],
  ['$or of values', { $or: [{ a: [1] }, 'x'] }, '/$or/1', /takes objects only/],
  [
    'an operator in $or',
    { $or: [{ a: [1] }, { numeric: [1] }] },
    '/$or/1/numeric',
    /operator cannot stand in \$or/,
  ],
  ['an error below an escaped key', { 'a/b~c': { d: 1 } }, '/a~1b~0c/d', /takes a list or an object/],
];

describe('patterns that are refused', () => {
  test.each(refused)('%s', (_title, pattern, pointer, message) => {
    const compiled = compilePattern(pattern);
    expect(compiled).toMatchObject({ ok: false, errors: [{ pointer }] });
    expect(errorsOf(pattern)).toHaveLength(1);
    expect(errorsOf(pattern)[0]).toMatch(message);
  });

  test('every error is reported, with the value', () => {
    expect(compilePattern({ a: 1, b: [{ cidr: 'x' }], c: { d: [] } })).toEqual({
      ok: false,
      errors: [
        { pointer: '/a', value: '1', message: expect.any(String) as unknown },
        { pointer: '/b/0', value: 'an object of 1', message: expect.any(String) as unknown },
        { pointer: '/c/d', value: 'a list of 0', message: expect.any(String) as unknown },
      ],
    });
  });

  test('more than a thousand combinations of $or', () => {
    const or = (count: number) => ({ $or: Array.from({ length: count }, (_, i) => ({ [`k${i}`]: [1] })) });
    const nested = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, or(10)]));
    expect(errorsOf(nested(3))).toEqual([]);
    expect(errorsOf(nested(4))).toHaveLength(1);
    expect(errorsOf(nested(4))[0]).toMatch(/more than 1000 combinations; split the pattern/);
    expect(errorsOf(or(5), { maxCombinations: 4 })).toHaveLength(1);
  });

  test('deeper nesting than the limit', () => {
    let deep: Json = { a: [1] };
    for (let i = 0; i < 20_000; i += 1) deep = { a: deep };
    expect(errorsOf(deep)[0]).toMatch(/deeper than 50 levels/);
    let or: Json = { a: [1] };
    for (let i = 0; i < 20_000; i += 1) or = { $or: [or, { b: [1] }] };
    expect(errorsOf(or)[0]).toMatch(/deeper than 50 levels|combinations/);
  });
});

const scalar = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.integer({ min: -20, max: 20 }),
  fc.boolean(),
  fc.constant(null),
);
const abText = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '*', '\\'), maxLength: 10 });

/** Slow and plain: tries every length for every star. */
function wildcardOracle(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  if (pattern.startsWith('*')) {
    return wildcardOracle(pattern.slice(1), text) || (text !== '' && wildcardOracle(pattern, text.slice(1)));
  }
  const literal = pattern.startsWith('\\') ? pattern.slice(1, 2) : pattern.slice(0, 1);
  const rest = pattern.slice(pattern.startsWith('\\') ? 2 : 1);
  return text.startsWith(literal) && wildcardOracle(rest, text.slice(1));
}

describe('properties', () => {
  const texts = fc.array(abText, { minLength: 1, maxLength: 3 });
  test.each([
    ['values', (list: string[]) => list, (list: string[]) => list],
    [
      'prefixes',
      (list: string[]) => ({ prefix: list }),
      (list: string[]) => list.map((prefix) => ({ prefix })),
    ],
    [
      'suffixes',
      (list: string[]) => ({ suffix: list }),
      (list: string[]) => list.map((suffix) => ({ suffix })),
    ],
    [
      'any case',
      (list: string[]) => ({ 'equals-ignore-case': list }),
      (list: string[]) => list.map((text) => ({ 'equals-ignore-case': text })),
    ],
  ])('anything-but is the complement on single values: %s', (_title, negated, plain) => {
    fc.assert(
      fc.property(texts, fc.oneof(scalar, abText), (list, value) => {
        fc.pre(list.every((text) => text !== ''));
        expect(fits([{ 'anything-but': negated(list) }], value)).toBe(!fits(plain(list), value));
      }),
    );
  });

  test('numeric agrees with arithmetic', () => {
    const bound = fc.double({ min: -100, max: 100, noNaN: true });
    fc.assert(
      fc.property(
        bound,
        bound,
        fc.oneof(bound, fc.integer({ min: -3, max: 3 })),
        fc.boolean(),
        (a, b, value, open) => {
          fc.pre(a < b);
          const inside = open ? value > a && value < b : value >= a && value <= b;
          expect(fits([{ numeric: [open ? '>' : '>=', a, open ? '<' : '<=', b] }], value)).toBe(inside);
          expect(fits([{ numeric: ['<', a] }], value)).toBe(value < a);
          expect(fits([{ numeric: ['>=', a] }], value)).toBe(value >= a);
          expect(fits([{ numeric: ['=', value] }], value)).toBe(true);
        },
      ),
    );
  });

  test('wildcard agrees with trying everything', () => {
    fc.assert(
      fc.property(abText, abText, (pattern, text) => {
        const compiled = compilePattern({ a: [{ wildcard: pattern }] });
        if (!compiled.ok) return;
        expect(compiled.matches({ a: text })).toBe(wildcardOracle(pattern, text));
      }),
      { numRuns: 2000 },
    );
  });

  test('wildcard matches what was made from it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('a', 'b') }), { minLength: 1, maxLength: 5 }),
        fc.func(fc.string({ unit: fc.constantFrom('a', 'b', 'c') })),
        (parts, filler) => {
          const pattern = parts.filter((part, i) => part !== '' || i === 0).join('*');
          fc.pre(!pattern.includes('**'));
          const text = pattern.replaceAll('*', () => filler());
          expect(fits([{ wildcard: pattern }], text)).toBe(true);
        },
      ),
    );
  });

  test('many wildcards against a long text take no time that grows with their product', () => {
    const pattern = `${'a*'.repeat(50)}b`;
    const compiled = compilePattern({ x: [{ wildcard: pattern }] });
    expect(compiled.ok && compiled.matches({ x: 'a'.repeat(200_000) })).toBe(false);
  });

  test('compiling never throws, nor does matching; errors point into the pattern', () => {
    const key = fc.constantFrom(
      'a',
      'b',
      '$or',
      'prefix',
      'anything-but',
      'numeric',
      'exists',
      'cidr',
      'wildcard',
    );
    const { pattern } = fc.letrec<{ pattern: Json }>((tie) => ({
      pattern: fc.oneof(
        { maxDepth: 5 },
        fc.oneof(scalar, fc.constantFrom<Json>('>', '<=', '10.0.0.0/8', 'a*b', 5)),
        fc.array(tie('pattern'), { maxLength: 4 }),
        fc.dictionary(key, tie('pattern'), { maxKeys: 3 }),
      ),
    }));
    fc.assert(
      fc.property(fc.oneof(pattern, fc.dictionary(key, pattern)), fc.jsonValue(), (candidate, event) => {
        const compiled = compilePattern(candidate as Json);
        if (compiled.ok) expect(typeof compiled.matches(event)).toBe('boolean');
        else {
          expect(compiled.errors.length).toBeGreaterThan(0);
          for (const { pointer, message } of compiled.errors) {
            expect(pointer === '' || pointer.startsWith('/')).toBe(true);
            expect(message).toMatch(/^[^\n]+$/);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});
