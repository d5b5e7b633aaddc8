import { describe, expect, it } from 'vitest';
import type { Json } from '../../../core/json.ts';
import { parsePlaybook } from '../../../core/playbook/parse-playbook.ts';
import { describeProblem, type Problem } from '../../../core/problem/problem.ts';
import { catalog } from '../../../tasks/actions/catalog.ts';

const good = { id: 'good', name: 'Good', mode: 'auto' };
const isolate = { id: 'isolate', action: 'ec2.isolate-instance', with: { instanceId: 'i-1' } };
const wait = { id: 'rest', wait: 'PT1S' };
const approve = (...names: string[]) => ({ id: 'ok', approval: { for: names, message: 'Well?' } });
const withSteps = (...steps: Json[]): Json => ({ ...good, steps });
const withTrigger = (trigger: Json): Json => ({ ...good, trigger, steps: [wait] });
const each = (as: string, ...steps: Json[]): Json => ({
  id: 'each',
  forEach: { items: '{% $finding.resources %}', as, steps },
});

function problemsOf(value: Json): readonly Problem[] {
  const parsed = parsePlaybook(value, catalog);
  return parsed.ok ? [] : parsed.errors;
}

describe('parsePlaybook', () => {
  it('fills in what may be left out', () => {
    const parsed = parsePlaybook(
      withSteps({ id: 'isolate', action: 'ec2.isolate-instance', with: { instanceId: 'i-1' } }),
      catalog,
    );
    expect(parsed).toMatchObject({ ok: true, playbook: { priority: 100, steps: [{ id: 'isolate' }] } });
  });

  it.each<[string, Json, string, RegExp, RegExp]>([
    // shape
    ['a list', [], '', /not a JSON object/, /one JSON object/],
    ['nothing in it', {}, '/steps', /missing/, /add it/],
    ['no steps', { ...good, steps: [] }, '/steps', /less than 1 entries/, /more/],
    ['steps that are no list', { ...good, steps: {} }, '/steps', /not an array/, /give an array/],
    ['an unknown field', { ...good, prioritty: 1, steps: [wait] }, '/prioritty', /not a field/, /"priority"/],
    ['an unknown mode', { ...good, mode: 'atuo', steps: [wait] }, '/mode', /not one of/, /"auto"/],
    [
      'an action that is said to be missing and is not',
      { ...good, missingActions: ['eks.isolate-pod', 'ec2.isolate-instance'], steps: [wait] },
      '/missingActions/1',
      /is in the catalog/,
      /use it in a step/,
    ],
    [
      'more answers than people who are asked',
      { ...good, approvals: { approvers: ['ana', 'ana'], quorum: 2 }, steps: [wait] },
      '/approvals/quorum',
      /more than the 1 approvers/,
      /name more approvers/,
    ],
    [
      'a step that needs more answers than people who are asked',
      withSteps(
        { id: 'ok', approval: { for: ['isolate'], message: 'Well?', approvers: ['ana'], quorum: 2 } },
        isolate,
      ),
      '/steps/0/approval/quorum',
      /more than the 1 approvers/,
      /name more approvers/,
    ],
    [
      'an approver who cannot be named so',
      { ...good, approvals: { approvers: ['ana <ana@example.com>'] }, steps: [wait] },
      '/approvals/approvers/0',
      /is no name of an approver/,
      /./,
    ],
    [
      'a missing action that is no id',
      { ...good, missingActions: ['isolate the pod'], steps: [wait] },
      '/missingActions/0',
      /not the id of an action/,
      /./,
    ],
    ['an id with blanks', { ...good, id: 'My book', steps: [wait] }, '/id', /lower-case/, /./],
    [
      'an id too long for execution names',
      { ...good, id: 'a'.repeat(41), steps: [wait] },
      '/id',
      /at most 40/,
      /./,
    ],
    ['a step that is a text', withSteps('isolate'), '/steps/0', /not a step/, /object/],
    ['a step of no kind', withSteps({ id: 'a', acton: 'x' }), '/steps/0', /does nothing/, /"action"/],
    [
      'a step of two kinds',
      withSteps({ ...isolate, wait: 'PT1S' }),
      '/steps/0',
      /action and wait at once/,
      /two steps/,
    ],
    ['a step without id', withSteps({ wait: 'PT1S' }), '/steps/0/id', /missing/, /add it/],
    ['an id with a hyphen', withSteps({ id: 'a-b', wait: 'PT1S' }), '/steps/0/id', /no hyphens/, /./],
    [
      'an id too long for variables',
      withSteps({ id: 'a'.repeat(37), wait: 'PT1S' }),
      '/steps/0/id',
      /at most 36/,
      /./,
    ],
    [
      'a misspelt field of a step',
      withSteps({ ...isolate, whn: '{% true %}' }),
      '/steps/0/whn',
      /not a field/,
      /"when"/,
    ],
    [
      'retry where nothing is retried',
      withSteps({ ...wait, retry: {} }),
      '/steps/0/retry',
      /not a field/,
      /./,
    ],
    ['a bad duration', withSteps({ id: 'rest', wait: '5m' }), '/steps/0/wait', /neither a duration/, /./],
    ['a wait of no time', withSteps({ id: 'rest', wait: 'PT0S' }), '/steps/0/wait', /neither|between/, /./],
    [
      'a `when` without marks',
      withSteps({ ...wait, when: 'true' }),
      '/steps/0/when',
      /not an expression/,
      /./,
    ],
    [
      'an unknown onFailure',
      withSteps({ ...wait, onFailure: 'contnue' }),
      '/steps/0/onFailure',
      /not one of/,
      /"continue"/,
    ],
    [
      'an error deep inside',
      withSteps({ id: 'both', parallel: [[each('x', { id: 'deep', notify: { mesage: 'x' } })]] }),
      '/steps/0/parallel/0/0/forEach/steps/0/notify/mesage',
      /not a field/,
      /"message"/,
    ],
    [
      'an error in a choice',
      withSteps({ id: 'which', choice: [{ when: '{% true %}', steps: [{ id: 'x', wait: 1 }] }] }),
      '/steps/0/choice/0/steps/0/wait',
      /neither a duration/,
      /./,
    ],
    ['an empty branch', withSteps({ id: 'both', parallel: [[]] }), '/steps/0/parallel/0', /less than 1/, /./],
    // names
    [
      'one id twice',
      withSteps(wait, { id: 'both', parallel: [[wait]] }),
      '/steps/1/parallel/0/0/id',
      /id of \/steps\/0\/id too/,
      /./,
    ],
    [
      'an item that hides the finding',
      withSteps(each('finding', wait)),
      '/steps/0/forEach/as',
      /hides \$finding/,
      /./,
    ],
    [
      'an item that hides a function',
      withSteps(each('count', wait)),
      '/steps/0/forEach/as',
      /function \$count/,
      /./,
    ],
    [
      'an item that hides an item',
      withSteps(each('x', { id: 'inner', forEach: { items: '{% [1] %}', as: 'x', steps: [wait] } })),
      '/steps/0/forEach/steps/0/forEach/as',
      /forEach around it/,
      /./,
    ],
    // actions
    [
      'an unknown action',
      withSteps({ ...isolate, action: 'ec2.isolate-instence' }),
      '/steps/0/action',
      /catalog/,
      /"ec2.isolate-instance"/,
    ],
    [
      'a parameter that is missing',
      withSteps({ ...isolate, with: {} }),
      '/steps/0/with/instanceId',
      /missing/,
      /add it/,
    ],
    [
      'no parameters at all',
      withSteps({ id: 'isolate', action: 'ec2.isolate-instance' }),
      '/steps/0/with/instanceId',
      /missing/,
      /./,
    ],
    [
      'an unknown parameter',
      withSteps({ ...isolate, with: { instanceId: 'i', reigon: 'x' } }),
      '/steps/0/with/reigon',
      /not a field/,
      /"region"/,
    ],
    [
      'an unknown parameter that is an expression',
      withSteps({ ...isolate, with: { instanceId: 'i', reigon: '{% 1 %}' } }),
      '/steps/0/with/reigon',
      /not a field/,
      /"region"/,
    ],
    [
      'a literal of the wrong type',
      withSteps({ ...isolate, with: { instanceId: 7 } }),
      '/steps/0/with/instanceId',
      /not a string/,
      /./,
    ],
    [
      'a literal that does not fit',
      withSteps({ ...isolate, with: { instanceId: 'i', region: 'x' } }),
      '/steps/0/with/region',
      /AWS region/,
      /./,
    ],
    // expressions
    ['bad JSONata', withSteps({ ...wait, when: '{% $risk.score < %}' }), '/steps/0/when', /not JSONata/, /./],
    [
      'an unknown variable',
      withSteps({ ...wait, when: '{% $risks.score < 1 %}' }),
      '/steps/0/when',
      /\$risks is not known/,
      /\$risk\?/,
    ],
    [
      'a step that does not exist',
      withSteps({ ...wait, when: '{% $steps.x = 1 %}' }),
      '/steps/0/when',
      /no such step/,
      /./,
    ],
    [
      'a step that runs later',
      withSteps({ ...wait, when: '{% $steps.isolate = 1 %}' }, isolate),
      '/steps/0/when',
      /cannot be read here/,
      /./,
    ],
    [
      'its own outcome',
      withSteps({ ...wait, when: '{% $steps.rest = 1 %}' }),
      '/steps/0/when',
      /cannot be read here/,
      /./,
    ],
    [
      'a step of the branch beside',
      withSteps({
        id: 'both',
        parallel: [[isolate], [{ ...wait, when: '{% $steps.isolate.verified = 1 %}' }]],
      }),
      '/steps/0/parallel/1/0/when',
      /cannot be read here/,
      /./,
    ],
    [
      'a step of a forEach from outside',
      withSteps(each('x', isolate), { ...wait, when: '{% $steps.isolate.verified = 1 %}' }),
      '/steps/1/when',
      /once per item/,
      /\$steps.<forEach id>.result/,
    ],
    [
      'an item from outside',
      withSteps(each('x', isolate), { ...wait, when: '{% $x = 1 %}' }),
      '/steps/1/when',
      /\$x is not known/,
      /./,
    ],
    [
      'an unknown kind',
      withSteps({ ...isolate, with: { instanceId: "{% $resource('ec2').instanceId %}" } }),
      '/steps/0/with/instanceId',
      /no such kind/,
      /"ec2-instance"/,
    ],
    [
      'an expression within a text',
      withSteps({ id: 'tell', notify: { message: 'Score {% $risk.score %}' } }),
      '/steps/0/notify/message',
      /inside a text/,
      /whole value/,
    ],
    [
      'bad items',
      withSteps({ id: 'each', forEach: { items: '{% $x %}', as: 'x', steps: [wait] } }),
      '/steps/0/forEach/items',
      /\$x is not known/,
      /./,
    ],
    [
      'a placeholder',
      withSteps({ id: 'tell', notify: { message: 'costs ${AskFunction}' } }),
      '/steps/0/notify/message',
      /"\$\{"/,
      /apart/,
    ],
    ['a placeholder in the name', { ...good, name: '${x}', steps: [wait] }, '/name', /"\$\{"/, /apart/],
    // approvals
    [
      'an approval for nothing',
      withSteps(approve('isolte'), isolate),
      '/steps/0/approval/for/0',
      /not a later step/,
      /"isolate"/,
    ],
    [
      'an approval for what is over',
      withSteps(isolate, approve('isolate')),
      '/steps/1/approval/for/0',
      /not a later step/,
      /./,
    ],
    [
      'an approval for another sequence',
      withSteps(approve('isolate'), { id: 'both', parallel: [[isolate]] }),
      '/steps/0/approval/for/0',
      /same sequence/,
      /./,
    ],
    [
      'an approval for no action',
      withSteps(approve('rest'), wait),
      '/steps/0/approval/for/0',
      /not an action/,
      /./,
    ],
    [
      'an approval that names one twice',
      withSteps(approve('isolate', 'isolate'), isolate),
      '/steps/0/approval/for/1',
      /twice/,
      /./,
    ],
    [
      'two approvals for one action',
      withSteps(approve('isolate'), { ...approve('isolate'), id: 'sure' }, isolate),
      '/steps/1/approval/for/0',
      /asked about by "ok"/,
      /./,
    ],
    [
      'an approval of a plan that depends on a later result',
      withSteps(
        approve('isolate'),
        { id: 'find', notify: { message: 'x' } },
        { ...isolate, with: { instanceId: '{% $steps.find.reason %}' } },
      ),
      '/steps/0/approval/for/0',
      /reads \$steps.find/,
      /after that step/,
    ],
    [
      'an approval of a plan that depends on the answer',
      withSteps(approve('isolate'), { ...isolate, with: { instanceId: '{% $steps.ok.reason %}' } }),
      '/steps/0/approval/for/0',
      /reads \$steps.ok/,
      /./,
    ],
    // triggers and others
    [
      'a trigger over something else',
      withTrigger({ findings: { type: ['x'] } }),
      '/trigger/findings',
      /not a field/,
      /"finding"/,
    ],
    [
      'a trigger with a misspelt field',
      withTrigger({ finding: { typ: ['x'] } }),
      '/trigger/finding/typ',
      /never match/,
      /"type"/,
    ],
    [
      'a misspelt field of a resource',
      withTrigger({ finding: { resources: { accesKeyId: ['x'] } } }),
      '/trigger/finding/resources/accesKeyId',
      /never match/,
      /"accessKeyId"/,
    ],
    [
      'a misspelt field in $or',
      withTrigger({ $or: [{ risk: { scor: [1] } }, { risk: { score: [1] } }] }),
      '/trigger/$or/0/risk/scor',
      /never match/,
      /"score"/,
    ],
    [
      'an unknown operator',
      withTrigger({ finding: { type: [{ prefx: 'x' }] } }),
      '/trigger/finding/type/0',
      /no operator/,
      /prefix/,
    ],
    [
      'a trigger value that is no list',
      withTrigger({ finding: { type: 'x' } }),
      '/trigger/finding/type',
      /list/,
      /\[value\]/,
    ],
    [
      'a playbook that runs itself',
      withSteps({ id: 'again', playbook: 'good' }),
      '/steps/0/playbook',
      /without end/,
      /another/,
    ],
  ])('refuses %s', (...[, value, pointer, message, remedy]) => {
    const problems = problemsOf(value);
    expect(problems.map((problem) => problem.pointer)).toContain(pointer);
    const found = problems.find((problem) => problem.pointer === pointer);
    expect(found?.message).toMatch(message);
    expect(found?.remedy).toMatch(remedy);
  });

  it('accepts expressions in the place of any parameter', () => {
    const step = {
      ...isolate,
      with: { instanceId: "{% $resource('ec2-instance').instanceId %}", region: '{% $finding.region %}' },
    };
    expect(problemsOf(withSteps(step))).toEqual([]);
  });

  it('says all at once, in the order of the file, and nothing twice', () => {
    const step = (id: string) => ({ id, wait: 'PT1S', when: '{% $nothing %}' });
    const value = {
      ...good,
      mode: 'x',
      steps: [{ ...wait, x: 1 }, isolate, ...'abcdefghij'.split('').map(step)],
    };
    expect(problemsOf(value).map(({ pointer }) => pointer)).toEqual([
      '/mode',
      '/steps/0/x',
      ...[2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((index) => `/steps/${index}/when`),
    ]);
  });

  it('looks at the rest of a step that is wrong, and accuses nobody for naming it', () => {
    const broken = { ...isolate, id: 'bad-id', action: 'ec2.isolate' };
    const reader = { ...wait, when: "{% $steps.tell.status = 'done' %}" };
    const tell = { id: 'tell', notify: {} };
    expect(problemsOf(withSteps(broken, tell, reader)).map(({ pointer }) => pointer)).toEqual([
      '/steps/0/action',
      '/steps/0/id',
      '/steps/1/notify/message',
    ]);
  });

  it.each<[string, Json]>([
    ['null', null],
    ['a text', 'x'],
    ['names of the prototype', { ...good, steps: [{ id: 'toString', constructor: 1 }] }],
    ['a trigger on names of the prototype', withTrigger({ finding: { constructor: ['x'] } })],
    ['an action named as the prototype', withSteps({ id: 'a', action: '__proto__' })],
  ])('refuses %s without falling over', (_, value) => {
    expect(problemsOf(value).length).toBeGreaterThan(0);
  });
});

describe('describeProblem', () => {
  it('says in one line where, what, the value and the remedy', () => {
    expect(problemsOf({ ...good, mode: 'atuo', steps: [wait] }).map(describeProblem)).toEqual([
      '/mode: is not one of "shadow", "approve", "auto", got "atuo"; did you mean "auto"?',
    ]);
  });

  it('shortens long values', () => {
    const [line = ''] = problemsOf({ ...good, mode: 'x'.repeat(5000), steps: [wait] }).map(describeProblem);
    expect(line.length).toBeLessThan(300);
  });
});
