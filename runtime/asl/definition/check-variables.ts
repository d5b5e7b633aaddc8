import { pointTo, type Report } from './problems.ts';
import type { MachineDefinition, StateDefinition } from './schema.ts';
import { innerScopesOf, statesOf, type ScopePlace } from './walk-states.ts';

/** A letter or underscore, then letters, digits and underscores of any script; at most 80. */
const VARIABLE = /^[\p{ID_Start}_][\p{ID_Continue}]*$/u;
const LONGEST_NAME = 80;
const RESERVED: ReadonlySet<string> = new Set(['states', '__proto__']);

/** Names of variables, and that no inner scope assigns what an outer one does. */
export function checkVariables(definition: MachineDefinition, report: Report): void {
  checkScope({ scope: definition, pointer: '' }, new Set(), report);
}

function checkScope(place: ScopePlace, outer: ReadonlySet<string>, report: Report): void {
  const states = statesOf(place);
  const own = new Set<string>();
  for (const { state, pointer } of states) {
    for (const [member, name] of assignedIn(state)) {
      own.add(name);
      checkName(name, `${pointer}${member}`, report);
      if (outer.has(name)) {
        report(
          `${pointer}${member}`,
          `"${name}" is a variable of an outer scope: return it with Output and assign it there`,
        );
      }
    }
  }
  const visible = new Set([...outer, ...own]);
  for (const state of states) for (const inner of innerScopesOf(state)) checkScope(inner, visible, report);
}

function checkName(name: string, pointer: string, report: Report): void {
  if (RESERVED.has(name)) report(pointer, `"${name}" is reserved`);
  else if (!VARIABLE.test(name))
    report(pointer, `"${name}" is not a variable's name: letters, digits and underscores, no path`);
  else if (name.length > LONGEST_NAME)
    report(pointer, `the name has ${name.length} characters, at most ${LONGEST_NAME} can be`);
}

interface Assigning {
  readonly Assign?: Readonly<Record<string, unknown>> | undefined;
}

function assignedIn(state: StateDefinition): readonly (readonly [string, string])[] {
  const own = namesOf('Assign' in state ? state : {}, '');
  const rules = state.Type === 'Choice' ? state.Choices : [];
  const catchers = 'Catch' in state ? (state.Catch ?? []) : [];
  return [
    ...own,
    ...rules.flatMap((rule, index) => namesOf(rule, `/Choices/${index}`)),
    ...catchers.flatMap((catcher, index) => namesOf(catcher, `/Catch/${index}`)),
  ];
}

const namesOf = ({ Assign: assign }: Assigning, at: string): readonly (readonly [string, string])[] =>
  Object.keys(assign ?? {}).map((name) => [pointTo(`${at}/Assign`, name), name] as const);
