import { isJsonObject, type Json, type JsonObject } from '../../json.ts';
import { type Path, toPointer, valueAt } from '../../json-pointer.ts';
import { type Place, walkSteps } from '../compile/walk.ts';
import { suggest } from '../../problem/nearest-name.ts';
import type { Problem } from '../../problem/problem.ts';
import { kindOf, type Playbook, type StepKind } from '../schema.ts';

/** What a case says of a step, and how it names it there. */
interface Mention {
  /** The list, and the member of its entries that names the step; no member: the entries are names. */
  readonly list: Path;
  readonly member?: 'step';
  readonly kinds: ReadonlySet<StepKind> | null;
  readonly what: string;
  /** Inside forEach a step runs once an item: with the indices of one, either way, or by its id alone. */
  readonly indices: 'needed' | 'allowed' | 'none';
}

const actions: ReadonlySet<StepKind> = new Set(['action']);
const asking: ReadonlySet<StepKind> = new Set(['approval', 'action']);
const failing: ReadonlySet<StepKind> = new Set(['action', 'approval', 'notify']);

const mentions: readonly Mention[] = [
  { list: ['expect', 'steps'], kinds: null, what: 'step', indices: 'none' },
  { list: ['expect', 'actions'], member: 'step', kinds: actions, what: 'action step', indices: 'needed' },
  { list: ['expect', 'approvals'], member: 'step', kinds: asking, what: 'step that asks', indices: 'needed' },
  { list: ['expect', 'release', 'undone'], kinds: actions, what: 'action step', indices: 'needed' },
  { list: ['expect', 'release', 'left'], kinds: actions, what: 'action step', indices: 'needed' },
  { list: ['given', 'fail'], member: 'step', kinds: failing, what: 'step that can fail', indices: 'allowed' },
];

type Fault = Pick<Problem, 'message' | 'remedy'>;

/** Names of steps that the playbook does not have, or that cannot do what the case expects of them. */
export function checkCaseSteps(value: JsonObject, playbook: Playbook): Problem[] {
  const places = [...walkSteps(playbook.steps)];
  return mentions.flatMap((mention) => {
    const list = valueAt(value, mention.list);
    const entries: readonly (Json | undefined)[] = Array.isArray(list) ? list : [];
    return entries.flatMap((entry, index) => {
      const { member } = mention;
      const name = member === undefined ? entry : isJsonObject(entry) ? entry[member] : undefined;
      if (typeof name !== 'string') return [];
      const fault =
        findFault(name, mention, places) ?? findRepetition(name, mention, entries.slice(0, index));
      const pointer = toPointer([...mention.list, index, ...(member === undefined ? [] : [member])]);
      return fault === undefined ? [] : [{ pointer, value: name, ...fault }];
    });
  });
}

const label = /^([^[]*)((?:\[\d+\])*)$/;

function findFault(name: string, mention: Mention, places: readonly Place[]): Fault | undefined {
  const { kinds, what } = mention;
  const fitting = places.filter(({ step }) => kinds === null || kinds.has(kindOf(step)));
  const [, id = name, indices = ''] = label.exec(name) ?? [];
  const place = places.find(({ step }) => step.id === id);
  if (place === undefined || !fitting.includes(place)) {
    const message = place === undefined ? 'is not a step of the playbook' : `is no ${what}`;
    return { message, remedy: suggestStep(id, fitting, what) };
  }
  return checkIndices(id, indices.split('[').length - 1, place.items.length, mention);
}

function checkIndices(id: string, said: number, depth: number, { indices }: Mention): Fault | undefined {
  if (indices === 'none') return said === 0 ? undefined : explainIndices(id, 0);
  if (said === depth || (indices === 'allowed' && said === 0)) return undefined;
  return explainIndices(id, depth);
}

/** An action's own id, which cases do not use, leads to the step that takes it. */
function suggestStep(id: string, fitting: readonly Place[], what: string): string {
  const taking = fitting.find(({ step }) => 'action' in step && step.action === id);
  if (taking !== undefined) return `cases name steps: did you mean "${taking.step.id}"?`;
  return suggest(
    id,
    fitting.map(({ step }) => step.id),
    `the playbook has no ${what}`,
  );
}

function explainIndices(id: string, depth: number): Fault {
  if (depth === 0) return { message: 'has an index here and is told without', remedy: `write "${id}"` };
  const example = `${id}${'[0]'.repeat(depth)}`;
  const message = 'stands inside forEach, where each item has an outcome of its own';
  return { message, remedy: `say which: "${example}"` };
}

/** In lists of names; what fails in two ways stands twice with reason. */
function findRepetition(
  name: string,
  { member }: Mention,
  earlier: readonly (Json | undefined)[],
): Fault | undefined {
  const again = member === undefined && earlier.includes(name);
  return again ? { message: 'stands here twice', remedy: 'name it once' } : undefined;
}
