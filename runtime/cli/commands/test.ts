import { type Command, InvalidArgumentError } from 'commander';
import { percentOf, type Share } from '../../../core/playbook/coverage/count-coverage.ts';
import { type RuleTest, testRules } from '../../detections/test-rules.ts';
import { testPlaybooks, type TestReport } from '../../playbooks/test-playbooks.ts';
import { renderRuleTests } from '../render/rule-tests.ts';
import { renderTestReport } from '../render/test-report.ts';
import { sortPaths } from '../sort-paths.ts';
import type { Terminal } from '../terminal.ts';

interface TestOptions {
  readonly min: number;
  readonly json: boolean;
}

export function addTestCommand(program: Command, terminal: Terminal): void {
  program
    .command('test')
    .description('run the cases beside playbooks and detection rules, and say what they cover')
    .argument(
      '[path...]',
      'files or folders of playbooks or rules (default: those that ship with tourniquet)',
    )
    .option(
      '--min <percent>',
      'fail when less is covered of steps, branches, undo paths or types',
      parsePercent,
      0,
    )
    .option('--json', 'print the results as JSON', false)
    .addHelpText(
      'after',
      `
Cases of playbooks run on a fresh simulated account each; those of rules take the way of real log records.
Covered is what some case shows: each step, each way of a branch (a when both ways, each choice and none, a forEach
with and without items, an approval answered yes, no and not at all, an onFailure), each undo. Where several playbooks
are tested, GuardDuty's active finding types are held against their triggers too. Each rule must have cases in which it
fires and in which it does not, below its threshold too, and one for each entry of its allow.
Exit code: 0 when every case passed and enough is covered, 1 otherwise.`,
    )
    .action(async (paths: readonly string[], { json, min }: TestOptions) => {
      const { playbooks, rules } = await sortPaths(paths);
      const report = await testPlaybooks(playbooks);
      const detections = await testRules(rules);
      terminal.out(
        json ? JSON.stringify({ ...report, detections }, null, 2) : render(terminal, report, detections),
      );
      const low = playbooks.length === 0 ? [] : findLow(report, min);
      for (const { what, share, remedy } of low) {
        const { covered, total } = share;
        terminal.err(
          `${terminal.paint('red', 'error')}: ${what}: ${covered} of ${total} are covered (${percentOf(share)} %), and --min asks for ${min} %; ${remedy}`,
        );
      }
      process.exitCode = hasPassed(report) && detections.every(isSound) && low.length === 0 ? 0 : 1;
    });
}

/** Each kind where there is any. */
function render(terminal: Terminal, report: TestReport, detections: readonly RuleTest[]): string {
  return [
    ...(report.playbooks.length === 0 ? [] : [renderTestReport(terminal, report)]),
    ...(detections.length === 0 ? [] : [renderRuleTests(terminal, detections)]),
  ].join('\n\n');
}

function parsePercent(text: string): number {
  const percent = Number(text);
  if (text.trim() !== '' && percent >= 0 && percent <= 100) return percent;
  throw new InvalidArgumentError('It is no percentage: a number from 0 to 100.');
}

const hasPassed = ({ playbooks }: TestReport): boolean =>
  playbooks.every(({ cases }) => cases.every(({ differences }) => differences.length === 0));

const isSound = ({ cases, missing }: RuleTest): boolean =>
  missing.length === 0 && cases.every(({ differences }) => differences.length === 0);

interface Figure {
  readonly what: string;
  readonly share: Share;
  readonly remedy: string;
}

function findLow({ coverage, findingTypes }: TestReport, min: number): readonly Figure[] {
  const answered = findingTypes?.filter(({ answer }) => answer !== 'none').length ?? 0;
  const types = { covered: answered, total: findingTypes?.length ?? 0 };
  const remedy = 'add cases for what no case shows';
  const figures: readonly Figure[] = [
    { what: 'steps', share: coverage.steps, remedy },
    { what: 'branches', share: coverage.branches, remedy },
    { what: 'undo paths', share: coverage.undos, remedy: 'add cases with expect.release' },
    { what: 'finding types', share: types, remedy: 'write playbooks for those without' },
  ];
  return figures.filter(({ share }) => percentOf(share) < min);
}
