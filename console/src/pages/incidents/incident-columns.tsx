import type { IncidentSummary } from '../../../../core/api/incidents.ts';
import { Badge } from '../../components/badge.tsx';
import { Severity } from '../../components/severity.tsx';
import { IncidentStatus, RiskBadge } from '../../components/status.tsx';
import type { Column } from '../../components/table.tsx';
import { Time } from '../../components/time.tsx';

export const incidentColumns: readonly Column<IncidentSummary>[] = [
  { head: 'Severity', cell: ({ severity }) => <Severity {...severity} /> },
  { head: 'Risk', cell: ({ risk }) => <RiskBadge {...risk} /> },
  {
    head: 'Incident',
    leads: true,
    grow: true,
    cell: ({ title }) => title,
    beneath: (incident) => (
      <>
        <code>{incident.type}</code> <Marks {...incident} />
      </>
    ),
  },
  {
    head: 'Resource',
    wide: true,
    cell: ({ resource }) => <code className="resource-id">{resource.id}</code>,
    beneath: ({ resource }) => resource.kind,
  },
  {
    head: 'Account',
    wide: true,
    cell: ({ account }) => <code>{account}</code>,
    beneath: ({ region }) => region,
  },
  {
    head: 'Status',
    cell: ({ status, reason }) => <IncidentStatus reason={reason} status={status} />,
  },
  { head: 'Last seen', align: 'end', wide: true, cell: ({ lastSeen }) => <Time at={lastSeen} /> },
];

/** What sets an incident apart from others of its type. */
const Marks = ({ findings, revision, sample, trusted, archived }: IncidentSummary) => (
  <span className="marks">
    {findings > 1 && <span>{findings} findings</span>}
    {revision > 1 && <span title="How often it got worse and was looked at again">revision {revision}</span>}
    {sample && <Badge tone="calm">sample</Badge>}
    {archived && <Badge tone="calm">archived</Badge>}
    {!trusted && (
      <Badge title="Nobody vouched for who sent it: every change is asked for" tone="warn">
        untrusted
      </Badge>
    )}
  </span>
);
