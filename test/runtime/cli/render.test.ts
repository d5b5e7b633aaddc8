import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '../../../core/records/timeline.ts';
import { createApprover } from '../../../runtime/cli/approver.ts';
import { renderChange } from '../../../runtime/cli/render/plan.ts';
import { renderStates } from '../../../runtime/cli/render/history.ts';
import { paintStatus } from '../../../runtime/cli/render/status.ts';
import { renderTable } from '../../../runtime/cli/render/table.ts';
import { renderTimeline } from '../../../runtime/cli/render/timeline.ts';
import { oneLine, showControls } from '../../../runtime/cli/safe-text.ts';
import type { Terminal } from '../../../runtime/cli/terminal.ts';
import type { HistoryEvent } from '../../../runtime/asl/index.ts';
import type { ApprovalReport } from '../../../runtime/report.ts';
import { openTestHome } from '../../support/home.ts';

const terminal = (changes: Partial<Terminal> = {}): Terminal => ({
  out: () => undefined,
  err: () => undefined,
  pretty: false,
  lively: false,
  interactive: false,
  width: 100,
  paint: (style, text) => (changes.pretty === true ? `<${style}>${text}</${style}>` : text),
  ...changes,
});

describe('text that an intruder may have written', () => {
  it.each([
    ['a cleared screen', 'a\u001B[2Jb', 'a\\u001b[2Jb'],
    ['a bell and a backspace', 'a\u0007\u0008b', 'a\\u0007\\u0008b'],
    ['a carriage return over the line', 'a\rb', 'a\\u000db'],
    ['an 8-bit escape', 'a\u009B31mb', 'a\\u009b31mb'],
    ['a link', '\u001B]8;;http://x\u0007a', '\\u001b]8;;http://x\\u0007a'],
    ['text turned round', 'a\u202Eb', 'a\\u202eb'],
    ['line feeds, tabs and letters', 'a\tb\ncé語', 'a\tb\ncé語'],
  ])('shows %s instead of obeying it', (_what, text, shown) => {
    expect(showControls(text, { styles: true })).toBe(shown);
    expect(showControls(text, { styles: false })).toBe(shown);
  });

  it('keeps colours where there are colours, and only there', () => {
    const green = '\u001B[32mcontained\u001B[39m';
    expect(showControls(green, { styles: true })).toBe(green);
    expect(showControls(green, { styles: false })).toBe('\\u001b[32mcontained\\u001b[39m');
  });

  it('stays JSON where it was JSON', () => {
    const value = { title: 'a\u001B[2J\u009B\u202E' };
    expect(JSON.parse(showControls(JSON.stringify(value), { styles: false }))).toEqual(value);
  });

  it('begins no line of its own', () => {
    expect(oneLine('a\r\n  contained\tb')).toBe('a   contained b');
    expect(renderTable(terminal(), ['A', 'B'], [['x\ny', 'z\tz']])).toBe('A\tB\nx y\tz z');
  });
});

describe('a table', () => {
  const rows = [
    ['inc-1', '1'],
    ['incident-2', '22'],
  ];

  it('is tab-separated in a pipe', () => {
    expect(renderTable(terminal(), ['NAME', 'N'], rows)).toBe('NAME\tN\ninc-1\t1\nincident-2\t22');
  });

  it('is aligned on a terminal, without trailing blanks', () => {
    const lines = renderTable(
      terminal({ pretty: true, paint: (_, text) => text }),
      ['NAME', 'N'],
      rows,
    ).split('\n');
    expect(lines.filter((line) => line !== '')).toEqual(['NAME        N', 'inc-1       1', 'incident-2  22']);
  });
});

describe('a status', () => {
  it.each([
    ['contained', '<green>contained</green>'],
    ['not-contained', '<red>not-contained</red>'],
    ['awaiting-approval', '<yellow>awaiting-approval</yellow>'],
    ['something', 'something'],
    ['constructor', 'constructor'],
  ])('%s has its colour', (status, painted) => {
    expect(paintStatus(terminal({ pretty: true }), status)).toBe(painted);
  });
});

describe('a plan', () => {
  it.each([
    ['a value', 'Active', 'Inactive', ['state: Active → Inactive']],
    ['a member', { status: 'Active' }, { status: 'Inactive' }, ['status: Active → Inactive']],
    ['a member that was null', { policy: null }, { policy: 'deny' }, ['policy: – → deny']],
    ['a member that is new', {}, { block: true }, ['block: – → true']],
    ['an item that is gone', { groups: ['sg-1', 'sg-2'] }, { groups: ['sg-1'] }, ['groups.1: sg-2 → –']],
    ['nothing', { a: 1 }, { a: 1 }, []],
  ])('shows %s before and after', (_what, before, after, lines) => {
    expect(renderChange(terminal(), { before, after })).toEqual(lines);
  });
});

describe('a timeline', () => {
  const entry = (kind: string, data: TimelineEntry['data']): TimelineEntry => ({
    sequence: 1,
    at: '2026-11-20T01:02:03.456Z',
    key: 'k',
    kind,
    data,
    previous: 'genesis',
    hash: 'h',
  });

  it.each([
    [entry('finding.opened', { type: 'T', severity: 'HIGH', score: 80 }), 'T, HIGH, risk 80'],
    [entry('playbooks.selected', { playbooks: [] }), 'no playbook fits'],
    [entry('playbooks.selected', { playbooks: ['a', 'b'] }), 'a, b'],
    [entry('response.closed', { state: 'not-contained', reason: 'why' }), 'not-contained: why'],
    [entry('incident.released', { by: 'ana', undone: ['x i-1'], left: [] }), 'by ana; undone: x i-1'],
    [entry('action.applied', { text: 'Applied: it' }), 'Applied: it'],
    [entry('something.new', { a: 1 }), '{"a":1}'],
  ])('says in words what happened', (line, words) => {
    expect(renderTimeline(terminal(), [line])).toEqual([
      `${line.at.slice(0, 10)} 01:02:03.456  ${line.kind}  ${words}`,
    ]);
  });

  it('is cut to the width of a terminal, and whole in a pipe', () => {
    const long = entry('action.applied', { text: 'x'.repeat(200) });
    const paint = (_style: string, text: string) => text;
    expect(renderTimeline(terminal({ pretty: true, width: 80, paint }), [long])[0]).toHaveLength(80);
    expect(renderTimeline(terminal(), [long])[0]?.length).toBeGreaterThan(200);
  });
});

describe('a history', () => {
  it('state by state says when each was entered and how long it took', () => {
    const event = (id: number, type: string, name: string, at: number): HistoryEvent => ({
      timestamp: new Date(at),
      type,
      id,
      previousEventId: id - 1,
      ...(type.endsWith('Entered')
        ? { stateEnteredEventDetails: { name } }
        : { stateExitedEventDetails: { name } }),
    });
    const events = [
      event(1, 'TaskStateEntered', 'Plan', 0),
      event(2, 'TaskStateExited', 'Plan', 7),
      event(3, 'WaitStateEntered', 'Wait', 9),
    ];
    expect(renderStates(terminal(), events).split('\n')).toEqual([
      'ENTERED\tKIND\tSTATE\tTOOK',
      '+0 ms\tTask\tPlan\t7 ms',
      '+9 ms\tWait\tWait\tnot left',
    ]);
  });
});

describe('questions', () => {
  it('are answered no where nobody is at a terminal, each once, however often they are repeated', async () => {
    const home = await openTestHome();
    const question = {
      id: 'apr-1',
      run: { incident: 'inc-1', revision: 1, playbook: 'isolate', execution: 'arn:run' },
      step: 'ok',
      message: 'Isolate?',
      plans: ['h'],
      seen: [],
      askedAt: '2026-11-20T00:00:00.000Z',
      deadline: '2026-11-20T01:00:00.000Z',
      asks: 1,
      token: `tqt_${'x'.repeat(43)}`,
      approvers: [],
      quorum: 1,
      requester: null,
      answers: [],
      decision: null,
    };
    await home.stores.approvals.create('apr-1', question);
    const said: string[] = [];
    let ask: (approval: ApprovalReport) => void = () => undefined;
    const watched = { ...home, onQuestion: (listener: typeof ask) => void (ask = listener) };
    const progress = { pauseFor: async <T>(work: () => Promise<T>) => await work(), stop: () => undefined };
    const ports = { terminal: terminal({ err: (text) => void said.push(text) }), home: watched, progress };
    const approver = createApprover(ports, null);
    const [waiting] = await home.waitingApprovals();
    if (waiting !== undefined) ask(waiting);
    await approver.finish(Promise.resolve());
    expect(said).toEqual([expect.stringContaining('nobody is at a terminal: answered no')]);
    expect((await home.stores.approvals.get('apr-1'))?.decision).toMatchObject({
      decision: 'rejected',
      by: 'the command line',
      reason: 'nobody could be asked',
    });
    expect(await home.waitingApprovals()).toEqual([]);
    await home.close();
  });
});
