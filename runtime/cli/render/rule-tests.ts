import type { RuleTest } from '../../detections/test-rules.ts';
import type { Terminal } from '../terminal.ts';
import { renderCase } from './test-report.ts';

/** Every case of detection rules, and what no case shows. */
export function renderRuleTests(terminal: Terminal, tests: readonly RuleTest[]): string {
  return [...tests.map((tested) => renderRule(terminal, tested)), summarise(terminal, tests)].join('\n\n');
}

function renderRule(terminal: Terminal, { rule, cases, missing }: RuleTest): string {
  const { paint } = terminal;
  const gaps = missing.map((what) => `  ${paint('red', 'MISSING')}  no case shows ${what}`);
  return [paint('bold', rule), ...cases.flatMap((one) => renderCase(terminal, one)), ...gaps].join('\n');
}

function summarise({ paint }: Terminal, tests: readonly RuleTest[]): string {
  const cases = tests.flatMap((tested) => tested.cases);
  const failed = cases.filter(({ differences }) => differences.length > 0).length;
  const gaps = tests.flatMap(({ missing }) => missing).length;
  const of = `${count(cases.length, 'case')} of ${count(tests.length, 'detection rule')}`;
  const verdict = failed === 0 ? `${of} passed` : `${failed} of ${of} failed`;
  const shown =
    gaps === 0 ? 'Each fires, and stays silent.' : `No case shows ${count(gaps, 'thing')} that some must.`;
  return `${paint(failed === 0 ? 'green' : 'red', verdict)}. ${paint('bold', shown)}`;
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
