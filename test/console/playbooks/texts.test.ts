import { describe, expect, it } from 'vitest';
import type { Json } from '../../../core/json.ts';
import { compile } from '../../../core/playbook/compile.ts';
import { parsePlaybook } from '../../../core/playbook/parse-playbook.ts';
import { catalog } from '../../../tasks/actions/catalog.ts';
import { findStep } from '../../../console/src/pages/playbooks/find-step.ts';
import { lineOf, toMarkers } from '../../../console/src/pages/playbooks/problem-places.ts';
import { idOf, template } from '../../../console/src/pages/playbooks/template.ts';

describe('the template of a new playbook', () => {
  it('compiles, changes nothing, and has an id', () => {
    const parsed = parsePlaybook(JSON.parse(template) as Json, catalog);
    expect(parsed).toMatchObject({ ok: true, playbook: { mode: 'shadow' } });
    expect(parsed.ok && compile(parsed.playbook, catalog)).toMatchObject({ ok: true });
    expect(idOf(template)).toBe('my-playbook');
  });
});

describe('idOf', () => {
  it.each(['', '{', 'null', '[]', '{}', '{"id":""}', '{"id":7}'])('finds none in %j', (text) => {
    expect(idOf(text)).toBeNull();
  });
});

describe('findStep', () => {
  const text = '{ "id": "stop", "steps": [{ "id": "isolate" }, { "id"  :  "isolateMember" }] }';
  it.each([
    ['isolate:', '"id": "isolate"'],
    ['isolate: Plan', '"id": "isolate"'],
    ['isolateMember:', '"id"  :  "isolateMember"'],
    ['iso', null],
    ['contain[0]: Start', null],
    ['.*', null],
  ])('finds where %j is written', (state, found) => {
    const place = findStep(text, state);
    expect(place && text.slice(place.from, place.to)).toBe(found);
  });
});

describe('problems', () => {
  const problem = { pointer: '/steps/0/action', message: 'is unknown', remedy: null, from: null, to: null };

  it.each([
    [0, 1],
    [1, 1],
    [2, 2],
    [5, 3],
  ])('are at a line: offset %i is in line %i', (offset, line) => {
    expect(lineOf('a\nbc\nd', offset)).toBe(line);
  });

  it('are marked where they are, with what to do; without a place at the beginning', () => {
    expect(toMarkers([problem, { ...problem, from: 3, to: 9, remedy: 'write another' }])).toEqual([
      { from: 0, to: 0, message: 'is unknown' },
      { from: 3, to: 9, message: 'is unknown (write another)' },
    ]);
  });
});
