import type { ApprovalDetail } from '../../../core/api/approvals.ts';
import type { Person } from '../../../core/api/session.ts';
import { NotFound } from '../../../core/errors.ts';
import type { Incident } from '../../../core/incident.ts';
import type { Clock } from '../../../core/ports/clock.ts';
import type { Approval } from '../../../core/records/approvals.ts';
import { readAskedPlans } from '../../../core/records/asked-plans.ts';
import type { Plans } from '../../../core/records/plans.ts';
import type { Stores } from '../../../core/records/stores.ts';
import { takeAnswer, type Verdict } from '../../../core/take-answer.ts';
import { viewApproval } from './view-approval.ts';

interface ApprovalDetailPorts {
  readonly stores: Stores;
  readonly plans: Pick<Plans, 'get'>;
  readonly clock: Clock;
  readonly place: { readonly signsIn: boolean };
}

/**
 * A question with what whoever answers has to know.
 * @throws NotFound when there is no such question.
 */
export async function readApprovalDetail(
  { stores, plans, clock, place }: ApprovalDetailPorts,
  id: string,
  person: Person,
): Promise<ApprovalDetail> {
  const approval = await stores.approvals.get(id);
  if (approval === null) throw new NotFound(`there is no question ${id}`);
  const [incident, plansAsked] = await Promise.all([
    stores.incidents.get(approval.run.incident),
    readAskedPlans(plans, approval),
  ]);
  const from = { via: 'console', signedIn: place.signsIn } as const;
  const asked = {
    by: person.name,
    decision: 'approved',
    at: new Date(clock.now()).toISOString(),
    from,
  } as const;
  const why = findObstacle(approval, person, takeAnswer(approval, asked));
  return {
    ...viewApproval(approval),
    about: incident && describeIncident(incident),
    plannedActions: plansAsked.map(({ plan }) => plan),
    cautions: plansAsked.flatMap(({ plan, cautions }) =>
      cautions.map((caution) => ({ ...caution, plan: plan.hash })),
    ),
    mayAnswer: why === null,
    why,
  };
}

const describeIncident = ({ title, type, account, region, resource, severity, risk }: Incident) => ({
  title,
  type,
  account,
  region,
  resource,
  severity,
  risk: { score: risk.score, level: risk.level },
});

/** Why this person's yes would not count now; null: it would. */
function findObstacle(approval: Approval, { name, roles }: Person, verdict: Verdict): string | null {
  switch (verdict.status) {
    case 'decided':
      return describeDecision(approval);
    case 'late':
      return `the deadline was ${approval.deadline}; the answer is no`;
    case 'refused':
      return verdict.reason;
    case 'taken':
    case 'counted':
      return roles.includes('approver') ? null : `${name} is no approver`;
  }
}

function describeDecision({ decision }: Approval): string {
  if (decision === null) return 'it is decided';
  return decision.decision === 'expired'
    ? `nobody answered by ${decision.at}; the answer was no`
    : `${decision.by} ${decision.decision} it at ${decision.at}`;
}
