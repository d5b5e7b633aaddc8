import type { Json, JsonObject } from '../../../core/json.ts';
import type { TimelineEntry } from '../../../core/records/timeline.ts';
import type { Terminal } from '../terminal.ts';

const text = (value: Json | undefined): string => {
  if (Array.isArray(value)) return value.map((item: Json) => text(item)).join(', ');
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

const because = ({ rule, reason }: JsonObject): string =>
  [text(rule), text(reason)].filter((part) => part !== '').join(': ');

/** What an entry says in words; kinds without a line here show their data. */
const sentences = new Map<string, (data: JsonObject) => string>([
  ['finding.opened', ({ type, severity, score }) => `${text(type)}, ${text(severity)}, risk ${text(score)}`],
  [
    'finding.worsened',
    ({ type, severity, score }) => `${text(type)}, now ${text(severity)}, risk ${text(score)}`,
  ],
  ['alert.told', ({ message }) => `people were told (${text(message)})`],
  [
    'alert.not-told',
    ({ score, tellFrom }) => `risk ${text(score)} is below ${text(tellFrom)}: nobody was told`,
  ],
  ['playbooks.selected', ({ playbooks }) => (text(playbooks) === '' ? 'no playbook fits' : text(playbooks))],
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
  [
    'response.closed',
    ({ state, reason }) => [text(state), text(reason)].filter((part) => part !== '').join(': '),
  ],
  [
    'finding.written-back',
    ({ written }) => (text(written) === '' ? 'nothing to write' : `Security Hub: NOTIFIED`),
  ],
]);

function describe({ kind, data }: TimelineEntry): string {
  const sentence = sentences.get(kind);
  if (sentence !== undefined) return sentence(data);
  const { action, step, target } = data;
  const id = typeof target === 'object' && target !== null && 'id' in target ? target['id'] : target;
  const subject = [text(action ?? step), text(id)].filter((part) => part !== '').join(' ');
  return [subject, because(data)].filter((part) => part !== '').join(' – ');
}

/** One line an entry: time of day (UTC), what happened, in words. */
export function renderTimeline({ paint }: Terminal, entries: readonly TimelineEntry[]): string[] {
  const width = Math.max(0, ...entries.map(({ kind }) => kind.length));
  return entries.map(
    (entry) => `${paint('dim', entry.at.slice(11, 23))}  ${entry.kind.padEnd(width)}  ${describe(entry)}`,
  );
}
