import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../core/json.ts';
import { compile } from '../../../core/playbook/compile.ts';
import { parsePlaybook } from '../../../core/playbook/parse-playbook.ts';
import { catalog } from '../../../tasks/actions/catalog.ts';
import { validateAsl } from '../../support/validate-asl.ts';
import { play, type Played, type Script } from '../../statemachines/scripted-tasks.ts';
import { expectSteps, type Node, randomSteps, toJson } from './random-playbook.ts';

function build(steps: readonly Node[]) {
  const value = { id: 'random', name: 'Random', mode: 'auto', steps: toJson(steps) } as unknown as Json;
  const parsed = parsePlaybook(value, catalog);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  const compiled = compile(parsed.playbook, catalog);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.errors));
  return compiled.definition;
}

interface Level {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}
interface State {
  readonly Assign?: object;
  readonly Choices?: readonly { readonly Assign?: object }[];
  readonly Catch?: readonly { readonly Assign?: object }[];
  readonly Branches?: readonly Level[];
  readonly ItemProcessor?: Level;
}

const innerLevels = ({ States }: Level): readonly Level[] =>
  Object.values(States).flatMap(({ Branches = [], ItemProcessor }) => [
    ...Branches,
    ...(ItemProcessor ? [ItemProcessor] : []),
  ]);

const allNames = (level: Level): string[] => [
  ...Object.keys(level.States),
  ...innerLevels(level).flatMap(allNames),
];

const assignedIn = ({ States }: Level): Set<string> =>
  new Set(
    Object.values(States).flatMap(({ Assign = {}, Choices = [], Catch = [] }) =>
      [{ Assign }, ...Choices, ...Catch].flatMap((rule) => Object.keys(rule.Assign ?? {})),
    ),
  );

/** Variables that a level assigns although a level around it does: Step Functions refuses that. */
function reusedNames(level: Level, outer: ReadonlySet<string> = new Set()): string[] {
  const own = assignedIn(level);
  const reused = [...own].filter((name) => outer.has(name));
  return [
    ...reused,
    ...innerLevels(level).flatMap((inner) => reusedNames(inner, new Set([...outer, ...own]))),
  ];
}

const flatten = (steps: readonly Node[]): Node[] =>
  steps.flatMap((node) => [node, ...node.inner.flatMap(flatten)]);

/** Each step that fails throws where its kind does its work. */
function scriptFor(steps: readonly Node[]): Script {
  const failing = new Set(flatten(steps).flatMap(({ id, fails }) => (fails ? [id] : [])));
  const check = (label: string) => {
    if (failing.has(label.replace(/\[.*/, ''))) throw { error: 'Failing', cause: label };
  };
  return {
    apply: ({ step }) => (check(step), { status: 'applied', result: {} }),
    notify: ({ step }) => check(step),
    playbook: ({ Input }) => {
      const id = (Input as { playbook: string }).playbook.replace('other-', '');
      return { playbook: id, status: failing.has(id) ? 'failed' : 'succeeded' };
    },
  };
}

/** The steps that the run began, as far as they call a task. */
function begunBy({ calls }: Played): Set<string> {
  const decided = calls.filter((call) => /^(decide|ask|notify) /.test(call));
  return new Set(decided.map((call) => call.replace(/^\w+ /, '').replace(/:.*/, '')));
}

const callingSteps = (steps: readonly Node[]): Set<string> =>
  new Set(
    flatten(steps).flatMap(({ id, kind, asked }) => {
      if (kind === 'notify') return [id];
      return kind === 'action' ? [id, ...(asked ? [`ask_${id}`] : [])] : [];
    }),
  );

describe('any playbook', () => {
  it('compiles to states of unique names within the limits, and variables that no level takes from another', () => {
    fc.assert(
      fc.property(randomSteps, (steps) => {
        const machine = build(steps) as unknown as Level;
        const names = allNames(machine);
        expect(new Set(names).size).toBe(names.length);
        expect(names.filter((name) => name.length > 80)).toEqual([]);
        expect(reusedNames(machine)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('has state names within the limit when its ids are as long as they may be', () => {
    const [ok, close] = ['a'.repeat(36), 'b'.repeat(36)];
    const approval = { id: ok, approval: { for: [close], message: 'Well?' } };
    const action = { id: close, action: 's3.block-public-access', with: { bucketName: 'x' } };
    const each = {
      id: 'c'.repeat(36),
      forEach: { items: '{% [1] %}', as: 'd'.repeat(36), steps: [approval, action] },
    };
    const value = { id: 'e'.repeat(40), name: 'Long', mode: 'auto', steps: [each] };
    const parsed = parsePlaybook(value, catalog);
    const compiled = parsed.ok ? compile(parsed.playbook, catalog) : undefined;
    expect(compiled?.ok).toBe(true);
    const names = compiled?.ok ? allNames(compiled.definition as unknown as Level) : [];
    expect(Math.max(...names.map((name) => name.length))).toBe(79);
  });

  it('compiles to ASL', () => {
    fc.assert(
      fc.property(randomSteps, (steps) => {
        expect(validateAsl(build(steps))).toEqual([]);
      }),
      { numRuns: 6 },
    );
  });

  it('runs the steps that it says, whichever of them fail: none stops its siblings', async () => {
    await fc.assert(
      fc.asyncProperty(randomSteps, async (steps) => {
        const played = await play(build(steps), scriptFor(steps), 'random');
        const { begun, status } = expectSteps(steps);
        expect(played.end).toMatchObject({ status });
        const calling = callingSteps(steps);
        const expected = [...begun].filter((label) => calling.has(label.replace(/\[.*/, '')));
        expect(begunBy(played)).toEqual(new Set(expected));
      }),
      { numRuns: 60 },
    );
  });
});
