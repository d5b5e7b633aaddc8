import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../core/json.ts';
import { parseCase } from '../../../core/playbook/check-case/parse-case.ts';
import { parsePlaybook } from '../../../core/playbook/parse-playbook.ts';
import { describeProblem } from '../../../core/problem/problem.ts';
import { catalog } from '../../../tasks/actions/catalog.ts';

const isolate = { action: 'ec2.isolate-instance', with: { instanceId: 'i-0a1b2c3d4e5f67890' } };
const parsed = parsePlaybook(
  {
    id: 'one',
    name: 'One',
    mode: 'auto',
    steps: [
      { id: 'ask', approval: { for: ['isolate'], message: 'Isolate?' } },
      { id: 'isolate', ...isolate },
      {
        id: 'each',
        forEach: { items: '{% [1] %}', as: 'x', steps: [{ id: 'close', ...isolate }] },
      },
      { id: 'pause', wait: 'PT1M' },
    ],
  },
  catalog,
);
const playbook = parsed.ok ? parsed.playbook : null;

const event = { $ref: 'event.json' };
const action = { step: 'isolate', target: 'i-1', status: 'applied', verified: 'contained' };
const ran = { runs: true, status: 'succeeded', steps: ['ask', 'isolate'], actions: [action] };
const given = (changes: JsonObject): Json => ({ title: 'A case', event, expect: ran, ...changes });
const expecting = (changes: JsonObject): Json => given({ expect: { ...ran, ...changes } });

const problemsOf = (value: Json, of = playbook): readonly string[] => {
  const read = parseCase(value, of);
  return read.ok ? [] : read.errors.map((problem) => describeProblem(problem));
};

describe('parseCase', () => {
  it.each<[string, Json]>([
    ['that expects a run', given({})],
    ['that expects none', given({ expect: { runs: false } })],
    [
      'with all that there is',
      given({
        mode: 'approve',
        given: { fail: [{ step: 'close' }, { step: 'close[2]', phase: 'plan' }, { step: 'ask' }] },
        expect: {
          ...ran,
          actions: [action, { ...action, step: 'close[0]', status: 'denied' }],
          approvals: [
            { step: 'ask', answer: 'approve' },
            { step: 'close[0]', answer: 'expire' },
          ],
          release: { undone: ['isolate'], left: ['close[0]'] },
        },
      }),
    ],
  ])('takes a case %s', (_, value) => {
    expect(problemsOf(value)).toEqual([]);
  });

  it.each<[string, Json, string[]]>([
    [
      'a misspelt field',
      given({ titel: 'x' }),
      ['/titel: "titel" is not a field here, got "x"; did you mean "title"?'],
    ],
    [
      'a misspelt field of what is expected',
      expecting({ aprovals: [] }),
      ['/expect/aprovals: "aprovals" is not a field here, got []; did you mean "approvals"?'],
    ],
    [
      'a misspelt field of an action',
      expecting({ actions: [{ ...action, verifed: 'contained' }] }),
      ['/expect/actions/0/verifed: "verifed" is not a field here, got "contained"; did you mean "verified"?'],
    ],
    [
      'a misspelt status',
      expecting({ status: 'suceeded' }),
      [
        '/expect/status: is not one of "succeeded", "shadowed", "partial", "rejected", "failed", "rolled-back", got "suceeded"; did you mean "succeeded"?',
      ],
    ],
    [
      'a misspelt answer',
      expecting({ approvals: [{ step: 'ask', answer: 'aprove' }] }),
      [
        '/expect/approvals/0/answer: is not one of "approve", "reject", "expire", got "aprove"; did you mean "approve"?',
      ],
    ],
    [
      'a field beside $ref',
      given({ event: { $ref: 'a.json', changes: {} } }),
      ['/event/changes: "changes" is not a field here, got {}; did you mean "change"?'],
    ],
    [
      'what is expected of no run',
      given({ expect: { runs: false, status: 'succeeded' } }),
      ['/expect/status: "status" is not a field here, got "succeeded"; use one of "runs"'],
    ],
    [
      'nothing that says whether it runs',
      given({ expect: { status: 'failed', steps: [] } }),
      ['/expect/runs: is missing; say whether the playbook runs: true or false'],
    ],
    [
      'a step that there is not',
      expecting({ steps: ['isolat'] }),
      ['/expect/steps/0: is not a step of the playbook, got "isolat"; did you mean "isolate"?'],
    ],
    [
      'an action where a step is meant',
      expecting({ actions: [{ ...action, step: 'ec2.isolate-instance' }] }),
      [
        '/expect/actions/0/step: is not a step of the playbook, got "ec2.isolate-instance"; cases name steps: did you mean "isolate"?',
      ],
    ],
    [
      'an outcome of a step that does not act',
      expecting({ actions: [{ ...action, step: 'ask' }] }),
      ['/expect/actions/0/step: is no action step, got "ask"; use one of "isolate", "close"'],
    ],
    [
      'the failure of a step that cannot fail',
      given({ given: { fail: [{ step: 'pause' }] } }),
      ['/given/fail/0/step: is no step that can fail, got "pause"; use one of "ask", "isolate", "close"'],
    ],
    [
      'an action within forEach without its index',
      expecting({ release: { undone: ['close'] } }),
      [
        '/expect/release/undone/0: stands inside forEach, where each item has an outcome of its own, got "close"; say which: "close[0]"',
      ],
    ],
    [
      'an index where there is none',
      expecting({ steps: ['close[0]'] }),
      ['/expect/steps/0: has an index here and is told without, got "close[0]"; write "close"'],
    ],
    [
      'a step named twice',
      expecting({ steps: ['ask', 'ask'] }),
      ['/expect/steps/1: stands here twice, got "ask"; name it once'],
    ],
    [
      'no object',
      [],
      ['the file: is not a JSON object, got []; give one JSON object with title, event and expect'],
    ],
  ])('refuses %s', (_, value, problems) => {
    expect(problemsOf(value)).toEqual(problems);
  });

  it('says all that is wrong at once', () => {
    const value = given({ mode: 'atuo', event: 7, expect: { ...ran, steps: ['aks'], approval: [] } });
    expect(problemsOf(value).map((line) => line.split(':', 1)[0])).toEqual([
      '/mode',
      '/event',
      '/expect/approval',
      '/expect/steps/0',
    ]);
  });

  it('says nothing of steps where the playbook is wrong itself', () => {
    expect(problemsOf(expecting({ steps: ['whatever'] }), null)).toEqual([]);
  });
});
