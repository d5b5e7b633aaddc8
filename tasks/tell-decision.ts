import type { Approval } from '../core/records/approvals.ts';
import type { Stores } from '../core/records/stores.ts';

/**
 * Puts the answer to a question into the timeline: who, when, about which plans. Safe to repeat, and repeated by
 * whoever comes across the answer, because who took it may have died before this.
 */
export async function tellDecision(
  { timeline }: Pick<Stores, 'timeline'>,
  { id, run, step, decision, answers }: Approval,
): Promise<void> {
  if (decision === null) return;
  const from = answers.findLast(({ at }) => at === decision.at)?.from;
  await timeline.append(run.incident, {
    key: `decision/${id}`,
    kind: 'approval.decided',
    data: { approval: id, step, ...decision, ...(from === undefined ? {} : { from }) },
  });
}
