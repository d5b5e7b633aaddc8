import { percentOf, type Share } from '../../../core/playbook/coverage/count-coverage.ts';
import type { CaseResult } from '../../playbooks/run-case.ts';
import type { PlaybookTest, TestReport } from '../../playbooks/test-playbooks.ts';
import type { Style, Terminal } from '../terminal.ts';
import { renderFindingTypes } from './finding-types.ts';
import { renderTable } from './table.ts';
import { wrapList } from './wrap.ts';

/** Narrower terminals get a playbook's figures under its name. */
const tableWidth = 76;

/** Every case, what the cases of each playbook show of it, and what no case shows. */
export function renderTestReport(terminal: Terminal, report: TestReport): string {
  const { playbooks, findingTypes } = report;
  return [
    ...playbooks.map((tested) => renderCases(terminal, tested)),
    renderCoverage(terminal, playbooks),
    ...renderMissing(terminal, playbooks),
    ...(findingTypes === null ? [] : [renderFindingTypes(terminal, findingTypes)]),
    summarise(terminal, report),
  ].join('\n\n');
}

function renderCases(terminal: Terminal, { playbook, cases }: PlaybookTest): string {
  const { paint } = terminal;
  const lines =
    cases.length === 0
      ? [`  ${paint('yellow', 'no cases')}: put one into its cases folder`]
      : cases.flatMap((result) => renderCase(terminal, result));
  return [paint('bold', playbook), ...lines].join('\n');
}

export function renderCase(
  { paint }: Terminal,
  { title, file, differences }: Pick<CaseResult, 'title' | 'file' | 'differences'>,
): readonly string[] {
  if (differences.length === 0) return [`  ${paint('green', 'pass')}  ${title}`];
  return [
    `  ${paint('red', 'FAIL')}  ${title}  ${paint('dim', file)}`,
    ...differences.flatMap(({ field, expected, got }) => [
      `        ${field}: expected ${JSON.stringify(expected)}`,
      `        ${' '.repeat(field.length)}  got      ${JSON.stringify(got)}`,
    ]),
  ];
}

const styleOf = (share: Share): Style => {
  const percent = percentOf(share);
  if (percent === 100) return 'green';
  return percent >= 50 ? 'yellow' : 'red';
};

/** `–` where there is nothing to cover. */
const figure = ({ paint }: Terminal, share: Share): string =>
  share.total === 0 ? paint('dim', '–') : paint(styleOf(share), `${share.covered}/${share.total}`);

const passedOf = ({ cases }: PlaybookTest): Share => ({
  covered: cases.filter(({ differences }) => differences.length === 0).length,
  total: cases.length,
});

function renderCoverage(terminal: Terminal, playbooks: readonly PlaybookTest[]): string {
  const rows = playbooks.map((tested) => {
    const { steps, branches, undos } = tested.coverage;
    return [
      tested.playbook,
      ...[passedOf(tested), steps, branches, undos].map((one) => figure(terminal, one)),
    ];
  });
  const head = ['PLAYBOOK', 'CASES', 'STEPS', 'BRANCHES', 'UNDO'];
  if (!terminal.pretty || terminal.width >= tableWidth) return renderTable(terminal, head, rows);
  const [, ...names] = head.map((name) => name.toLowerCase());
  return rows
    .map(([playbook = '', ...figures]) => {
      const told = figures.map((one, index) => `${names[index] ?? ''} ${one}`);
      return `${playbook}\n  ${told.join('  ')}`;
    })
    .join('\n');
}

function renderMissing(terminal: Terminal, playbooks: readonly PlaybookTest[]): readonly string[] {
  const lines = playbooks.flatMap(({ playbook, coverage: { missing } }) => {
    if (missing.length === 0) return [];
    const steps = [...new Set(missing.map(({ step }) => step))];
    return [
      `  ${playbook}`,
      ...steps.flatMap((step) => {
        const own = missing.filter((way) => way.step === step).map(({ way }) => way);
        return wrapList(terminal, own, `    ${step}: `).map((line, index) =>
          index === 0 ? line : line.replace(`${step}: `, ' '.repeat(step.length + 2)),
        );
      }),
    ];
  });
  return lines.length === 0 ? [] : [[terminal.paint('yellow', 'No case shows'), ...lines].join('\n')];
}

const percent = (name: string, share: Share): string =>
  `${name} ${percentOf(share)} % (${share.covered}/${share.total})`;

function summarise({ paint }: Terminal, { playbooks, coverage, findingTypes }: TestReport): string {
  const { covered, total } = playbooks
    .map(passedOf)
    .reduce((sum, share) => ({ covered: sum.covered + share.covered, total: sum.total + share.total }), {
      covered: 0,
      total: 0,
    });
  const answered = (findingTypes ?? []).filter(({ answer }) => answer !== 'none').length;
  const parts = [
    percent('steps', coverage.steps),
    percent('branches', coverage.branches),
    percent('undo paths', coverage.undos),
    ...(findingTypes === null
      ? []
      : [percent('finding types', { covered: answered, total: findingTypes.length })]),
  ];
  const cases = `${total} ${total === 1 ? 'case' : 'cases'}`;
  const verdict = covered === total ? `${cases} passed` : `${total - covered} of ${cases} failed`;
  return `${paint(covered === total ? 'green' : 'red', verdict)}. ${paint('bold', `Covered: ${parts.join(', ')}`)}`;
}
