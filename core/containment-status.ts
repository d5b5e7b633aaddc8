import type { Catalog } from './action-spec.ts';
import type { IncidentStatus } from './incident.ts';
import type { PlaybookStatus } from './playbook/protocol.ts';
import type { ActionOutcome } from './records/action-outcomes.ts';

/** The target has nothing that the action could take away: an instance in no group, a user without a password. */
const hasNothingToDo = ({ status, rule }: ActionOutcome): boolean =>
  status === 'denied' && rule === 'nothing-to-do';

/** Whether the action is meant to stop something, and has something to stop: evidence and messages contain nothing. */
export const isMeantToContain = (outcome: ActionOutcome, catalog: Catalog): boolean =>
  catalog.get(outcome.action)?.impact !== 'safe' && !hasNothingToDo(outcome);

const isContained = ({ status, verified }: ActionOutcome): boolean =>
  status === 'applied' && verified === 'contained';

/** What an outcome says for itself when it did not contain: in shadow, denied by a rule, failed. */
function describe({ action, status, rule, reason, verified }: ActionOutcome): string {
  const what = status === 'applied' ? `applied but verified ${verified ?? 'never'}` : status;
  const why = [rule, reason].filter((part) => part !== null).join(': ');
  return `${action} ${what}${why === '' ? '' : ` (${why})`}`;
}

/**
 * How an incident stands after its playbooks ran.
 * @param broken playbooks that did not come to a good end: what they would have contained, nobody knows.
 */
export function containmentStatus(
  outcomes: readonly ActionOutcome[],
  catalog: Catalog,
  broken: readonly string[],
): IncidentStatus {
  const meant = outcomes.filter((outcome) => isMeantToContain(outcome, catalog));
  const failures = meant.filter((outcome) => !isContained(outcome));
  const reasons = [
    ...new Set(failures.map(describe)),
    ...(failures.length === 0 ? broken.map((playbook) => `playbook ${playbook} failed`) : []),
  ];
  if (reasons.length === 0 && meant.length > 0) return { state: 'contained' };
  const reason = reasons.join('; ') || 'no playbook tried to contain anything';
  const state = failures.length === meant.length ? 'not-contained' : 'partially-contained';
  return { state, reason };
}

/** How one playbook's run went, from what its actions came to. */
export function playbookStatus(
  ending: 'completed' | 'failed' | 'rolled-back',
  outcomes: readonly ActionOutcome[],
): PlaybookStatus {
  if (ending !== 'completed') return ending;
  const has = (status: ActionOutcome['status'], rule?: string): boolean =>
    outcomes.some(
      (outcome) =>
        outcome.status === status &&
        (rule === undefined || outcome.rule === rule) &&
        !hasNothingToDo(outcome),
    );
  if (has('denied', 'approval') && !has('applied')) return 'rejected';
  if (has('failed') || has('denied')) return has('applied') ? 'partial' : 'failed';
  if (has('planned') && !has('applied')) return 'shadowed';
  return 'succeeded';
}
