import type { Json, JsonObject } from '../../../../../core/json.ts';
import type { TimelineEntry } from '../../../../../core/records/timeline.ts';
import type { Tone } from '../../../components/badge.tsx';
import { describeExactly } from '../../../components/describe-time.ts';
import type { IconName } from '../../../components/icon.tsx';

/** One happening in words, and how it looks. */
export interface Happening {
  readonly text: string;
  readonly icon: IconName;
  readonly tone: Tone;
}

type Describe = (data: JsonObject) => Happening;

/** Any JSON value as it reads in a sentence. */
const say = (value: Json | undefined): string => {
  if (Array.isArray(value)) return value.map((item: Json) => say(item)).join(', ');
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** What the task that wrote the line says in it. */
const told =
  (icon: IconName, tone: Tone): Describe =>
  ({ text }) => ({ icon, tone, text: say(text) });

const happening =
  (icon: IconName, tone: Tone, text: (data: JsonObject) => string): Describe =>
  (data) => ({ icon, tone, text: text(data) });

const because = (reason: Json | undefined): string => (say(reason) === '' ? '' : `: ${say(reason)}`);

/** How each kind reads. A kind without an entry shows its name and its data: nothing is hidden. */
const kinds: ReadonlyMap<string, Describe> = new Map([
  [
    'finding.opened',
    happening(
      'incidents',
      'bad',
      ({ type, severity, score }) => `Finding ${say(type)}, severity ${say(severity)}, risk ${say(score)}`,
    ),
  ],
  [
    'finding.worsened',
    happening(
      'incidents',
      'bad',
      ({ type, severity, score }) =>
        `It got worse: ${say(type)}, severity ${say(severity)}, risk ${say(score)}`,
    ),
  ],
  [
    'finding.repeated',
    happening('refresh', 'calm', (data) => `The finding came again${because(describeChanges(data))}`),
  ],
  ['finding.written-back', happening('external', 'calm', describeWriteBack)],
  ['alert.told', happening('messages', 'info', () => 'People were alerted')],
  ['alert.not-told', happening('messages', 'calm', describeSilence)],
  ['playbooks.selected', happening('playbooks', 'info', describeSelection)],
  [
    'playbook.started',
    happening('play', 'info', ({ playbook, mode }) => `Playbook ${say(playbook)} began in mode ${say(mode)}`),
  ],
  ['playbook.notified', happening('messages', 'info', ({ text }) => `People were told: ${say(text)}`)],
  ['playbook.ended', describeEnd],
  ['approval.asked', happening('question', 'ask', describeQuestion)],
  ['approval.reminded', happening('question', 'ask', (data) => `Reminder: ${describeQuestion(data)}`)],
  ['approval.answered', describeAnswer],
  ['approval.decided', describeAnswer],
  [
    'approval.refused',
    happening(
      'cross',
      'warn',
      ({ why, approver }) =>
        `An answer${say(approver) && ` with ${say(approver)}'s link`} was refused: ${say(why)}`,
    ),
  ],
  ['action.planned', told('search', 'info')],
  ['action.decided', told('dash', 'info')],
  ['action.denied', told('cross', 'warn')],
  ['action.applied', told('check', 'good')],
  ['action.drifted', told('refresh', 'warn')],
  ['action.verified', describeVerification],
  ['action.failed', told('cross', 'bad')],
  ['action.exposed', told('incidents', 'critical')],
  ['action.undone', told('undo', 'calm')],
  ['action.left', told('dash', 'warn')],
  [
    'containment.joined',
    happening(
      'shield',
      'info',
      ({ by, reason }) => `Containment was asked for again by ${say(by)}${because(reason)}`,
    ),
  ],
  ['response.asked', happening('play', 'info', ({ by }) => `${say(by)} asked for another response`)],
  [
    'response.closed',
    happening('shield', 'info', ({ state, reason }) => `The response ended: ${say(state)}${because(reason)}`),
  ],
  ['incident.released', happening('undo', 'calm', describeRelease)],
]);

export const describeHappening = ({ kind, data }: Pick<TimelineEntry, 'kind' | 'data'>): Happening =>
  (kinds.get(kind) ?? unknown(kind))(data);

const unknown = (kind: string): Describe =>
  happening('circle', 'calm', (data) => `${kind}: ${say(data['text']) || say(data)}`);

/** What was otherwise when the finding came again, field by field. */
function describeChanges({ finding: _, type: __, score: ___, ...changes }: JsonObject): string {
  return Object.entries(changes)
    .flatMap(([field, change]) =>
      isChange(change) ? describeChange({ field, was: change.was, is: change.is }) : [],
    )
    .join(', ');
}

/** `severity HIGH → CRITICAL` */
export const describeChange = ({ field, was, is }: Changed & { readonly field: string }): string =>
  `${field} ${say(was) || 'none'} → ${say(is) || 'none'}`;

interface Changed {
  readonly was: Json;
  readonly is: Json;
}

const isChange = (value: unknown): value is Changed =>
  typeof value === 'object' && value !== null && 'was' in value && 'is' in value;

function describeWriteBack({ written, failed }: JsonObject): string {
  const failures = say(failed) === '' ? '' : `; it failed for ${say(failed)}`;
  return `${say(written) === '' ? 'Nothing to write' : 'Written'} back to Security Hub${failures}`;
}

function describeSilence({ score, tellFrom, archived }: JsonObject): string {
  if (archived === true) return 'Nobody was told: the finding is archived';
  return `Nobody was told: risk ${say(score)} is below ${say(tellFrom)}`;
}

function describeSelection({ playbooks, by, reason }: JsonObject): string {
  if (say(playbooks) === '') return 'No playbook answers this';
  return `Chosen: ${say(playbooks)}${say(by) === '' ? '' : `, asked for by ${say(by)}${because(reason)}`}`;
}

const endTones: ReadonlyMap<string, readonly [IconName, Tone]> = new Map([
  ['succeeded', ['check', 'good']],
  ['shadowed', ['search', 'info']],
  ['partial', ['half', 'warn']],
  ['rejected', ['dash', 'warn']],
  ['rolled-back', ['undo', 'warn']],
]);

function describeEnd({ playbook, status, cause }: JsonObject): Happening {
  const [icon, tone] = endTones.get(say(status)) ?? ['cross', 'bad'];
  return { icon, tone, text: `Playbook ${say(playbook)} ended: ${say(status)}${because(cause)}` };
}

function describeQuestion({ step, playbook, deadline, approvers, quorum }: JsonObject): string {
  const whom = say(approvers) || 'whoever may answer';
  const many = typeof quorum === 'number' && quorum > 1 ? `, ${quorum} of them must say yes` : '';
  const until = typeof deadline === 'string' ? `, until ${describeExactly(deadline)}` : '';
  return `Asked ${whom} about ${say(step)} of ${say(playbook)}${many}${until}`;
}

const verbs: ReadonlyMap<string, readonly [verb: string, icon: IconName, tone: Tone]> = new Map([
  ['approved', ['approved', 'check', 'good']],
  ['rejected', ['rejected', 'cross', 'bad']],
]);

function describeAnswer({ decision, by, step, reason }: JsonObject): Happening {
  const found = verbs.get(say(decision));
  if (found === undefined)
    return {
      icon: 'clock',
      tone: 'warn',
      text: `Nobody answered about ${say(step)} in time: the answer is no`,
    };
  const [verb, icon, tone] = found;
  return { icon, tone, text: `${say(by)} ${verb} ${say(step)}${because(reason)}` };
}

function describeVerification(data: JsonObject): Happening {
  const { verified, text } = data;
  if (verified === 'contained') return { icon: 'shield', tone: 'good', text: say(text) };
  return { icon: 'half', tone: verified === 'not' ? 'bad' : 'warn', text: say(text) };
}

function describeRelease({ by, undone, left, released }: JsonObject): string {
  const parts = [
    `${released === false ? 'Partly released' : 'Released'} by ${say(by)}`,
    say(undone) && `undone: ${say(undone)}`,
    say(left) && `left as it is: ${say(left)}`,
  ];
  return parts.filter(Boolean).join('; ');
}
