import type { ActionView, IncidentState } from '../../../core/api/incidents.ts';
import type { Decision, Mode } from '../../../core/playbook/protocol.ts';
import type { RiskLevel } from '../../../core/risk.ts';
import { Badge, type BadgeProps } from './badge.tsx';

/** How a status looks: words, an icon and a colour, each of which says it. */
type Look = readonly [label: string, tone: BadgeProps['tone'], icon: NonNullable<BadgeProps['icon']>];

export const incidentLooks: Readonly<Record<IncidentState, Look>> = {
  open: ['Open', 'info', 'circle'],
  'awaiting-approval': ['Awaiting approval', 'ask', 'question'],
  contained: ['Contained', 'good', 'shield'],
  'partially-contained': ['Partly contained', 'warn', 'half'],
  'not-contained': ['Not contained', 'bad', 'cross'],
  released: ['Released', 'calm', 'undo'],
  resolved: ['Resolved', 'calm', 'check'],
};

const actionLooks: Readonly<Record<ActionView['status'], Look>> = {
  planned: ['Planned', 'info', 'circle'],
  denied: ['Denied', 'warn', 'dash'],
  applied: ['Applied', 'good', 'check'],
  undone: ['Undone', 'calm', 'undo'],
  failed: ['Failed', 'bad', 'cross'],
};

const verifiedLooks: Readonly<Record<NonNullable<ActionView['verified']>, Look>> = {
  contained: ['Verified: contained', 'good', 'shield'],
  partial: ['Verified: partly', 'warn', 'half'],
  not: ['Verified: not contained', 'bad', 'cross'],
};

const decisionLooks: Readonly<Record<Decision['decision'], Look>> = {
  approved: ['Approved', 'good', 'check'],
  rejected: ['Rejected', 'bad', 'cross'],
  expired: ['Nobody answered: no', 'warn', 'clock'],
};

const riskTones: Readonly<Record<RiskLevel, BadgeProps['tone']>> = {
  LOW: 'calm',
  MEDIUM: 'warn',
  HIGH: 'bad',
};

function show([label, tone, icon]: Look, title?: string | null) {
  return (
    <Badge icon={icon} title={title ?? undefined} tone={tone}>
      {label}
    </Badge>
  );
}

interface IncidentStatusProps {
  readonly status: IncidentState;
  readonly reason?: string | null;
}

export const IncidentStatus = ({ status, reason }: IncidentStatusProps) =>
  show(incidentLooks[status], reason);

export const ActionStatus = ({ status }: Pick<ActionView, 'status'>) => show(actionLooks[status]);

/** What re-reading the account showed; nothing where there was nothing to verify. */
export const Verified = ({ verified }: Pick<ActionView, 'verified'>) =>
  verified === null ? null : show(verifiedLooks[verified]);

/** What was decided; without a decision people are still waited for. */
export const DecisionBadge = ({ decision }: { readonly decision: Decision | null }) =>
  decision === null
    ? show(['Waiting', 'ask', 'question'])
    : show(decisionLooks[decision.decision], decision.reason);

interface RiskProps {
  readonly score: number;
  readonly level: RiskLevel;
}

/** How urgent it is, 0–100, and the band that the score falls into. */
export const RiskBadge = ({ score, level }: RiskProps) => (
  <Badge title={`Risk ${score} of 100: ${level}`} tone={riskTones[level]}>
    {score} {level.toLowerCase()}
  </Badge>
);

const modeLooks: Readonly<Record<Mode, Look>> = {
  shadow: ['Shadow', 'calm', 'search'],
  approve: ['Approve', 'ask', 'question'],
  auto: ['Auto', 'info', 'play'],
};

/** What a playbook may do by itself: plan and record only, ask first, or act. */
export const ModeBadge = ({ mode }: { readonly mode: Mode }) => show(modeLooks[mode]);
