import { describe, expect, it } from 'vitest';
import { hideFailures } from '../../../console/src/graph/hide-failures.ts';
import { type Machine, listStates } from '../../../console/src/graph/machine.ts';
import { readDefinition } from '../../../console/src/graph/read-definition.ts';

const read = (states: Readonly<Record<string, unknown>>): Machine => {
  const machine = readDefinition(JSON.stringify({ StartAt: Object.keys(states)[0], States: states }));
  if (machine === null) throw new Error('is no definition');
  return machine;
};
const waysOf = (state: unknown) => read({ One: state }).states[0]?.ways;
const way = (to: string | null, label: string | null = null, failure = false) => ({ to, label, failure });

describe('readDefinition', () => {
  it.each([
    ['Next', { Type: 'Pass', Next: 'Two' }, [way('Two')]],
    ['End', { Type: 'Pass', End: true }, [way(null)]],
    ['a Succeed state', { Type: 'Succeed' }, [way(null)]],
    ['a Fail state', { Type: 'Fail' }, [way(null)]],
    [
      'a Choice, with the conditions of its rules',
      { Type: 'Choice', Choices: [{ Condition: '{% $a > 1 %}', Next: 'Two' }], Default: 'Three' },
      [way('Two', '$a > 1'), way('Three', 'otherwise')],
    ],
    [
      'a Choice whose last rule is always true',
      {
        Type: 'Choice',
        Choices: [
          { Condition: '{% $a %}', Next: 'Two' },
          { Condition: '{% true %}', Next: 'Three' },
        ],
      },
      [way('Two', '$a'), way('Three', 'otherwise')],
    ],
    [
      'two rules to one place',
      {
        Type: 'Choice',
        Choices: [
          { Condition: '{% $a %}', Next: 'Two' },
          { Condition: '{% $b %}', Next: 'Two' },
        ],
        Default: 'Three',
      },
      [way('Two', '$a or $b'), way('Three', 'otherwise')],
    ],
    [
      'a Choice that leaves no choice',
      { Type: 'Choice', Choices: [{ Condition: '{% $a %}', Next: 'Two' }], Default: 'Two' },
      [way('Two')],
    ],
    [
      'Catch, after which errors',
      { Type: 'Task', Catch: [{ ErrorEquals: ['Busy', 'Down'], Next: 'Two' }], Next: 'Three' },
      [way('Three'), way('Two', 'Busy, Down', true)],
    ],
    [
      'Catch of all errors, however many rules it takes',
      {
        Type: 'Task',
        Catch: [
          { ErrorEquals: ['States.DataLimitExceeded'], Next: 'Two' },
          { ErrorEquals: ['States.ALL'], Next: 'Two' },
        ],
        Next: 'Two',
      },
      [way('Two'), way('Two', null, true)],
    ],
    [
      'a rule of JSONPath',
      { Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true, Next: 'Two' }] },
      [way('Two', '{"Variable":"$.a","IsNull":true}')],
    ],
  ])('reads where %s leads', (_title, state, ways) => {
    expect(waysOf(state)).toEqual(ways);
  });

  it.each([
    ['the action', { Arguments: { FunctionName: 'f', Payload: { action: 'ec2.stop' } } }, 'ec2.stop'],
    ['the function', { Arguments: { FunctionName: '${AskFunction}' } }, 'AskFunction'],
    [
      'the function of an ARN',
      { Arguments: { FunctionName: 'arn:aws:lambda:eu-west-1:1:function:Ask:$LATEST' } },
      'Ask',
    ],
    ['the playbook', { Arguments: { Input: { playbook: 'close-bucket' } } }, 'close-bucket'],
    [
      'the service, where what it is about is known at run time only',
      {
        Resource: 'arn:aws:states:::states:startExecution.sync:2',
        Arguments: { Input: { playbook: '{% $id %}' } },
      },
      'states:startExecution',
    ],
    ['the service', { Resource: 'arn:aws:states:::sqs:sendMessage' }, 'sqs:sendMessage'],
    ['nothing', {}, null],
  ])('says what a task does: %s', (_title, task, detail) => {
    expect(read({ One: { Type: 'Task', ...task } }).states[0]?.detail).toBe(detail);
  });

  it('reads what is in Parallel and Map states', () => {
    const inner = (name: string) => ({ StartAt: name, States: { [name]: { Type: 'Pass', End: true } } });
    const machine = read({
      Both: { Type: 'Parallel', Branches: [inner('A'), inner('B')], Next: 'Each' },
      Each: { Type: 'Map', ItemProcessor: inner('C'), End: true },
    });
    expect(listStates(machine).map(({ id }) => id)).toEqual(['Both', 'A', 'B', 'Each', 'C']);
    expect(machine.states.map(({ machines }) => machines.map(({ startAt }) => startAt))).toEqual([
      ['A', 'B'],
      ['C'],
    ]);
  });

  it.each(['', '{', '[]', 'null', '{"States":{}}', '{"StartAt":1,"States":[]}'])(
    'draws nothing of %s',
    (text) => {
      expect(readDefinition(text)).toBeNull();
    },
  );

  it.each([{ States: { One: null } }, { States: { One: { Type: 7, Catch: 'x', Choices: [null] } } }])(
    'takes a half-typed definition: %j',
    (definition) => {
      expect(readDefinition(JSON.stringify(definition))?.states.map(({ id }) => id)).toEqual(['One']);
    },
  );
});

describe('hideFailures', () => {
  it('leaves out Catch, and what only a failure leads to, however far', () => {
    const machine = read({
      One: { Type: 'Task', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Mend' }], Next: 'Two' },
      Mend: { Type: 'Task', Next: 'Mended' },
      Mended: { Type: 'Pass', Next: 'Two' },
      Two: { Type: 'Pass', End: true },
    });
    const { states } = hideFailures(machine);
    expect(states.map(({ id, ways }) => [id, ways.map(({ to }) => to)])).toEqual([
      ['One', ['Two']],
      ['Two', [null]],
    ]);
  });
});
