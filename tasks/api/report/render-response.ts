import type { ActionView, IncidentDetail } from '../../../core/api/incidents.ts';
import type { Plan } from '../../../core/plan.ts';
import { describeChange } from '../../describe-change.ts';
import { code, table, tableOf, time } from './markdown.ts';

/** The playbooks that ran and what their actions came to, each with what it changed and the calls that it made. */
export function renderResponse({ playbooks, actions }: IncidentDetail): string[] {
  if (playbooks.length === 0 && actions.length === 0) return ['Nothing: no playbook ran.'];
  const runs = playbooks.map(({ playbook, revision, mode, status, hash }) => [
    code(playbook),
    String(revision),
    mode,
    status,
    code(hash.slice(0, 12)),
  ]);
  return [
    table(['Playbook', 'Revision', 'Mode', 'Ended', 'Its text'], runs),
    ...actions.flatMap(renderAction),
  ];
}

function renderAction(action: ActionView): string[] {
  const { action: id, target, status, verified, rule, reason, plan, held } = action;
  const why = [rule, reason].filter((part) => part !== null).join(': ');
  const verdict = verified === null ? '' : `, verified **${verified}**`;
  return [
    `### ${id} on ${code(target?.id ?? 'nothing')}`,
    [
      `- Outcome: **${status}**${verdict}${held ? ', still held' : ''}`,
      ...(why === '' ? [] : [`- Why: ${code(why)}`]),
      `- Asked for by ${code(action.playbook)}, step ${code(action.step)}, at ${time(action.firstPlannedAt)}`,
      ...(plan === null ? [] : renderReach(plan)),
    ].join('\n'),
    ...(plan === null ? [] : renderPlan(plan)),
  ];
}

const renderReach = ({ blastRadius: { summary, affected, limits } }: Plan): string[] => [
  `- Reach: ${code(summary)}`,
  ...affected.map(({ kind, id, why }) => `- Also felt by ${code(`${kind} ${id}`)}: ${code(why)}`),
  ...limits.map((limit) => `- Not stopped: ${code(limit)}`),
];

/** Calls are told exactly; who sends megabytes of policy finds them in the report for programs. */
const longestInput = 20_000;

function renderPlan(plan: Plan): string[] {
  const changes = describeChange(plan).map(({ path, before, after }) => [
    code(path),
    code(before ?? ''),
    code(after ?? ''),
  ]);
  const calls = plan.calls.map(({ service, command, input }) => [
    code(`${service} ${command}`),
    code(JSON.stringify(input), longestInput),
  ]);
  return [...tableOf(['Value', 'Before', 'After'], changes), ...tableOf(['Call', 'With'], calls)];
}
