import type { TypeCoverage } from '../../../core/playbook/coverage/cover-types.ts';
import type { Style, Terminal } from '../terminal.ts';
import { wrapList } from './wrap.ts';

interface Band {
  readonly answer: TypeCoverage['answer'];
  readonly style: Style;
  readonly mark: string;
  readonly words: string;
}

const bands: readonly Band[] = [
  { answer: 'contained', style: 'green', mark: '█', words: 'contained by a playbook' },
  { answer: 'told', style: 'yellow', mark: '▓', words: 'told to people only' },
  { answer: 'none', style: 'red', mark: '░', words: 'without a playbook' },
];

const longestBar = 60;

/** How the active finding types are answered, those that are not, and the actions that would be needed. */
export function renderFindingTypes(terminal: Terminal, types: readonly TypeCoverage[]): string {
  const { paint } = terminal;
  const withAnswer = (answer: Band['answer']) => types.filter((one) => one.answer === answer);
  return [
    `${paint('bold', 'GuardDuty finding types')}: ${types.length} active`,
    ...(terminal.pretty ? [`  ${drawBar(terminal, types)}`] : []),
    ...bands.map(({ answer, style, words }) => {
      const count = String(withAnswer(answer).length).padStart(5);
      return `${paint(style, count)} ${words}`;
    }),
    ...renderFamilies(terminal, withAnswer('none')),
    ...renderMissingActions(terminal, types),
  ].join('\n');
}

function drawBar({ paint, width }: Terminal, types: readonly TypeCoverage[]): string {
  const length = Math.max(10, Math.min(longestBar, width - 4));
  const cells = Array.from({ length }, (_, cell) => Math.floor((cell * types.length) / length));
  const sorted = bands.flatMap((band) =>
    types.filter(({ answer }) => answer === band.answer).map(() => band),
  );
  return cells.map((at) => (sorted[at] ? paint(sorted[at].style, sorted[at].mark) : '')).join('');
}

/** `EC2`, `IAMUser`, …: what a type says is affected. */
const familyOf = (type: string): string => /^[^:]+:([^/]+)\//.exec(type)?.[1] ?? 'other';

function renderFamilies(terminal: Terminal, types: readonly TypeCoverage[]): readonly string[] {
  const families = Map.groupBy(types, ({ type }) => familyOf(type));
  return [...families].flatMap(([family, own]) => [
    `  ${terminal.paint('red', 'without')} ${family} (${own.length})`,
    ...wrapList(
      terminal,
      own.map(({ type }) => type),
      '    ',
    ),
  ]);
}

function renderMissingActions(terminal: Terminal, types: readonly TypeCoverage[]): readonly string[] {
  const missing = new Map<string, string[]>();
  for (const { type, missingActions } of types) {
    for (const action of missingActions) missing.set(action, [...(missing.get(action) ?? []), type]);
  }
  if (missing.size === 0) return [];
  const width = Math.max(...[...missing.keys()].map((action) => action.length));
  const most = [...missing].toSorted(([, a], [, b]) => b.length - a.length);
  return [
    `${terminal.paint('bold', 'Missing actions')} that playbooks name`,
    ...most.map(
      ([action, { length }]) => `  ${action.padEnd(width)}  ${length} ${length === 1 ? 'type' : 'types'}`,
    ),
  ];
}
