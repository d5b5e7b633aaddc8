import type { Json, JsonObject } from '../../../core/json.ts';
import type { TimelineEntry } from '../../../core/records/timeline.ts';
import { fit } from './fit.ts';
import { oneLine } from '../safe-text.ts';
import type { Terminal } from '../terminal.ts';

const text = (value: Json | undefined): string => {
  if (Array.isArray(value)) return value.map((item: Json) => text(item)).join(', ');
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** What an entry says in words; kinds without a line here show their data. */
const sentences = new Map<string, (data: JsonObject) => string>([
  ['finding.opened', ({ type, severity, score }) => `${text(type)}, ${text(severity)}, risk ${text(score)}`],
  [
    'finding.worsened',
    ({ type, severity, score }) => `${text(type)}, now ${text(severity)}, risk ${text(score)}`,
  ],
  ['finding.repeated', ({ finding: _, type: __, ...changes }) => `changed: ${text(changes)}`],
  ['alert.told', ({ message }) => `message ${text(message)} is in the outbox`],
  [
    'alert.not-told',
    ({ score, tellFrom }) => `risk ${text(score)} is below ${text(tellFrom)}: nobody was told`,
  ],
  [
    'playbooks.selected',
    ({ playbooks, by, reason }) => {
      if (text(playbooks) === '') return 'no playbook fits';
      return `${text(playbooks)}${by === undefined ? '' : `, asked for by ${text(by)}: ${text(reason)}`}`;
    },
  ],
  ['containment.joined', ({ by, reason }) => `asked for again by ${text(by)}: ${text(reason)}`],
  ['playbook.started', ({ playbook, mode }) => `${text(playbook)} in mode ${text(mode)}`],
  [
    'playbook.ended',
    ({ playbook, status, cause }) =>
      [`${text(playbook)}: ${text(status)}`, text(cause)].filter(Boolean).join(', '),
  ],
  [
    'approval.asked',
    ({ step, playbook, deadline }) => `${text(step)} of ${text(playbook)}, answer by ${text(deadline)}`,
  ],
  ['approval.decided', ({ decision, by, step }) => `${text(step)} ${text(decision)} by ${text(by)}`],
  ['playbook.notified', ({ step, text: said }) => `${text(step)}: ${text(said)}`],
  [
    'response.closed',
    ({ state, reason }) => [text(state), text(reason)].filter((part) => part !== '').join(': '),
  ],
  [
    'incident.released',
    ({ by, undone, left }) =>
      [`by ${text(by)}`, text(undone) && `undone: ${text(undone)}`, text(left) && `left: ${text(left)}`]
        .filter((part) => part !== '')
        .join('; '),
  ],
  [
    'finding.written-back',
    ({ written }) => (text(written) === '' ? 'nothing to write' : `Security Hub: NOTIFIED`),
  ],
]);

function describe({ kind, data }: TimelineEntry): string {
  const sentence = sentences.get(kind);
  if (sentence !== undefined) return sentence(data);
  const said = text(data['text']);
  return said === '' ? text(data) : said;
}

/** One line an entry: time (UTC), what happened, in words. `used`: columns that stand before it. */
export function renderTimeline(
  terminal: Terminal,
  entries: readonly TimelineEntry[],
  used = 0,
): readonly string[] {
  const kindWidth = Math.max(0, ...entries.map(({ kind }) => kind.length));
  const timeWidth = 'yyyy-mm-dd hh:mm:ss.mmm'.length;
  return entries.map((entry) => {
    const words = fit(terminal, oneLine(describe(entry)), used + timeWidth + kindWidth + 4);
    return `${terminal.paint('dim', entry.at.slice(0, 23).replace('T', ' '))}  ${entry.kind.padEnd(kindWidth)}  ${words}`;
  });
}
