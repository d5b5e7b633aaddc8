import type { ActionView, IncidentState } from '../../../core/api/incidents.ts';
import type { Decision, Mode } from '../../../core/playbook/protocol.ts';
import type { RiskLevel } from '../../../core/risk.ts';
import { Badge, type Tone } from './badge.tsx';
import { type Look, LookBadge } from './look.tsx';

export const incidentLooks: Readonly<Record<IncidentState, Look>> = {
  open: { label: 'Open', tone: 'info', icon: 'circle' },
  'awaiting-approval': { label: 'Awaiting approval', tone: 'ask', icon: 'question' },
  contained: { label: 'Contained', tone: 'good', icon: 'shield' },
  'partially-contained': { label: 'Partly contained', tone: 'warn', icon: 'half' },
  'not-contained': { label: 'Not contained', tone: 'bad', icon: 'cross' },
  released: { label: 'Released', tone: 'calm', icon: 'undo' },
  resolved: { label: 'Resolved', tone: 'calm', icon: 'check' },
};

const actionLooks: Readonly<Record<ActionView['status'], Look>> = {
  planned: { label: 'Planned', tone: 'info', icon: 'circle' },
  denied: { label: 'Denied', tone: 'warn', icon: 'dash' },
  applied: { label: 'Applied', tone: 'good', icon: 'check' },
  undone: { label: 'Undone', tone: 'calm', icon: 'undo' },
  failed: { label: 'Failed', tone: 'bad', icon: 'cross' },
};

const verifiedLooks: Readonly<Record<NonNullable<ActionView['verified']>, Look>> = {
  contained: { label: 'Verified: contained', tone: 'good', icon: 'shield' },
  partial: { label: 'Verified: partly', tone: 'warn', icon: 'half' },
  not: { label: 'Verified: not contained', tone: 'bad', icon: 'cross' },
};

const decisionLooks: Readonly<Record<Decision['decision'], Look>> = {
  approved: { label: 'Approved', tone: 'good', icon: 'check' },
  rejected: { label: 'Rejected', tone: 'bad', icon: 'cross' },
  expired: { label: 'Nobody answered: no', tone: 'warn', icon: 'clock' },
};

const riskTones: Readonly<Record<RiskLevel, Tone>> = {
  LOW: 'calm',
  MEDIUM: 'warn',
  HIGH: 'bad',
};

interface IncidentStatusProps {
  readonly status: IncidentState;
  readonly reason?: string | null;
}

export const IncidentStatus = ({ status, reason }: IncidentStatusProps) => (
  <LookBadge look={incidentLooks[status]} title={reason} />
);

export const ActionStatus = ({ status }: Pick<ActionView, 'status'>) => (
  <LookBadge look={actionLooks[status]} />
);

/** What re-reading the account showed; nothing where there was nothing to verify. */
export const Verified = ({ verified }: Pick<ActionView, 'verified'>) =>
  verified === null ? null : <LookBadge look={verifiedLooks[verified]} />;

const waitingLook: Look = { label: 'Waiting', tone: 'ask', icon: 'question' };

/** What was decided; without a decision people are still waited for. */
export const DecisionBadge = ({ decision }: { readonly decision: Decision | null }) =>
  decision === null ? (
    <LookBadge look={waitingLook} />
  ) : (
    <LookBadge look={decisionLooks[decision.decision]} title={decision.reason} />
  );

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
  shadow: { label: 'Shadow', tone: 'calm', icon: 'search' },
  approve: { label: 'Approve', tone: 'ask', icon: 'question' },
  auto: { label: 'Auto', tone: 'info', icon: 'play' },
};

/** What a playbook may do by itself: plan and record only, ask first, or act. */
export const ModeBadge = ({ mode }: { readonly mode: Mode }) => <LookBadge look={modeLooks[mode]} />;
