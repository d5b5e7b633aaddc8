import { describeState } from './describe-state.ts';
import { listOf, type Members, membersOf, textOf } from './json-members.ts';
import { type Machine, mergeWays, OTHERWISE, type State, type StateType, type Way } from './machine.ts';

const TYPES: ReadonlySet<string> = new Set<StateType>([
  'Task',
  'Choice',
  'Parallel',
  'Map',
  'Pass',
  'Wait',
  'Succeed',
  'Fail',
]);

/** Reads ASL as JSON text. Null: it is none, so that there is nothing to draw. */
export function readDefinition(text: string): Machine | null {
  try {
    const machine = readMachine(membersOf(JSON.parse(text)));
    return machine.states.length === 0 ? null : machine;
  } catch {
    return null;
  }
}

function readMachine(machine: Members): Machine {
  const states = Object.entries(membersOf(machine['States']));
  return {
    startAt: textOf(machine['StartAt']) ?? '',
    states: states.map(([name, state]) => readState(name, membersOf(state))),
  };
}

function readState(name: string, state: Members): State {
  const type = textOf(state['Type']) ?? '';
  const processor = state['ItemProcessor'] ?? state['Iterator'];
  const machines = [...listOf(state['Branches']), ...(processor === undefined ? [] : [processor])];
  return {
    id: name,
    title: name,
    kind: isStateType(type) ? type : 'Task',
    detail: describeState(state),
    condition: null,
    members: [name],
    ways: mergeWays(readWays(state)),
    machines: machines.map((one) => readMachine(membersOf(one))),
  };
}

const isStateType = (type: string): type is StateType => TYPES.has(type);

function readWays(state: Members): Way[] {
  const choices = listOf(state['Choices']).map(membersOf).map(readRule);
  const otherwise = textOf(state['Default']);
  const next = textOf(state['Next']);
  const ends = state['End'] === true || state['Type'] === 'Succeed' || state['Type'] === 'Fail';
  return [
    ...choices,
    ...(otherwise === null ? [] : [{ to: otherwise, failure: false, label: OTHERWISE }]),
    ...(next === null ? [] : [{ to: next, failure: false, label: null }]),
    ...(ends ? [{ to: null, failure: false, label: null }] : []),
    ...listOf(state['Catch']).map(membersOf).map(readCatcher),
  ];
}

function readRule(rule: Members): Way {
  const condition = readCondition(rule);
  return { to: textOf(rule['Next']), failure: false, label: condition === 'true' ? OTHERWISE : condition };
}

/** JSONata without its marks; a rule of JSONPath as it stands. */
function readCondition({ Condition, Next: _next, ...rule }: Members): string {
  if (Condition === undefined) return JSON.stringify(rule);
  return typeof Condition === 'string' ? withoutMarks(Condition) : JSON.stringify(Condition);
}

const withoutMarks = (text: string): string => text.replace(/^\{%\s*|\s*%\}$/g, '');

function readCatcher(catcher: Members): Way {
  const errors = listOf(catcher['ErrorEquals']).filter((name) => typeof name === 'string');
  const label = errors.includes('States.ALL') ? null : errors.join(', ');
  return { to: textOf(catcher['Next']), failure: true, label };
}
