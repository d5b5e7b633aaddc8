import { describe, expect, it } from 'vitest';
import type { TypeCoverage } from '../../../core/playbook/coverage/cover-types.ts';
import { renderFindingTypes } from '../../../runtime/cli/render/finding-types.ts';
import { renderTestReport } from '../../../runtime/cli/render/test-report.ts';
import { wrapList } from '../../../runtime/cli/render/wrap.ts';
import type { Terminal } from '../../../runtime/cli/terminal.ts';
import type { TestReport } from '../../../runtime/playbooks/test-playbooks.ts';

const terminal = (width: number, pretty = true): Terminal => ({
  out: () => undefined,
  err: () => undefined,
  pretty,
  lively: false,
  interactive: false,
  width,
  paint: (_style, text) => text,
});

const types: TypeCoverage[] = [
  { type: 'Trojan:EC2/DropPoint', answer: 'contained', playbooks: ['isolate'], missingActions: [] },
  { type: 'Trojan:Lambda/DropPoint', answer: 'told', playbooks: ['tell'], missingActions: ['lambda.freeze'] },
  { type: 'Discovery:RDS/TorIPCaller', answer: 'none', playbooks: [], missingActions: [] },
  { type: 'Discovery:RDS/MaliciousIPCaller', answer: 'none', playbooks: [], missingActions: [] },
];

const share = (covered: number, total: number) => ({ covered, total });
const report: TestReport = {
  playbooks: [
    {
      playbook: 'isolate-compromised-instance',
      cases: [
        { file: 'a.json', title: 'A miner is isolated', differences: [], reached: [] },
        {
          file: 'b.json',
          title: 'Silence is a no',
          differences: [{ field: 'status', expected: 'rejected', got: 'succeeded' }],
          reached: [],
        },
      ],
      coverage: {
        steps: share(2, 2),
        branches: share(1, 3),
        undos: share(0, 0),
        missing: [
          { kind: 'branch', step: 'ok', way: 'a person says no' },
          { kind: 'branch', step: 'ok', way: 'nobody answers' },
        ],
      },
    },
  ],
  coverage: { steps: share(2, 2), branches: share(1, 3), undos: share(0, 0) },
  findingTypes: types,
};

describe('the report of tourniquet test', () => {
  it('shows cases, coverage, what no case shows, and one line of totals', () => {
    const text = renderTestReport(terminal(100), report);
    expect(text).toContain('  pass  A miner is isolated');
    expect(text).toContain('  FAIL  Silence is a no  b.json\n        status: expected "rejected"\n');
    expect(text).toMatch(/^isolate-compromised-instance +1\/2 +2\/2 +1\/3 +–$/m);
    expect(text).toContain(
      'No case shows\n  isolate-compromised-instance\n    ok: a person says no, nobody answers',
    );
    expect(text.split('\n').at(-1)).toBe(
      '1 of 2 cases failed. Covered: steps 100 % (2/2), branches 33 % (1/3), undo paths 100 % (0/0), finding types 50 % (2/4)',
    );
  });

  it('fits a narrow terminal, the line of totals apart', () => {
    const lines = renderTestReport(terminal(44), report).split('\n').slice(0, -1);
    expect(lines.filter((line) => line.length > 44)).toEqual([]);
    expect(lines).toContain('  cases 1/2  steps 2/2  branches 1/3  undo –');
    expect(lines).toContain('    ok: a person says no, nobody answers');
  });

  it('says nothing of finding types where one playbook is tested', () => {
    expect(renderTestReport(terminal(100), { ...report, findingTypes: null })).not.toContain('finding types');
  });
});

describe('the finding types', () => {
  it('are counted by how they are answered, the unanswered ones named by family', () => {
    expect(renderFindingTypes(terminal(100, false), types).split('\n')).toEqual([
      'GuardDuty finding types: 4 active',
      '    1 contained by a playbook',
      '    1 told to people only',
      '    2 without a playbook',
      '  without RDS (2)',
      '    Discovery:RDS/TorIPCaller, Discovery:RDS/MaliciousIPCaller',
      'Missing actions that playbooks name',
      '  lambda.freeze  1 type',
    ]);
  });

  it('are drawn as a bar on a terminal, as long as it is wide', () => {
    expect(renderFindingTypes(terminal(24), types).split('\n')[1]).toBe(
      `  ${'█'.repeat(5)}${'▓'.repeat(5)}${'░'.repeat(10)}`,
    );
  });
});

describe('wrapList', () => {
  it.each([
    [100, ['a', 'b'], ['  a, b']],
    [6, ['aa', 'bb', 'cc'], ['  aa,', '  bb,', '  cc']],
    [3, ['longer'], ['  longer']],
    [100, [], []],
  ])('at width %i sets %j', (width, items, lines) => {
    expect(wrapList({ width }, items, '  ')).toEqual(lines);
  });
});
