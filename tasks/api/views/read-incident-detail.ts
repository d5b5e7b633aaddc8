import type { ActionView, FindingView, IncidentDetail } from '../../../core/api/incidents.ts';
import { findingIdentity } from '../../../core/dedupe/finding-identity.ts';
import type { Incident } from '../../../core/incident.ts';
import type { Target } from '../../../core/plan.ts';
import type { Digest } from '../../../core/ports/digest.ts';
import type { ActionOutcome } from '../../../core/records/action-outcomes.ts';
import type { Subject } from '../../../core/records/containment.ts';
import { findBrokenLink } from '../../../core/records/find-broken-link.ts';
import type { Plans } from '../../../core/records/plans.ts';
import type { Stores } from '../../../core/records/stores.ts';
import type { TimelineEntry } from '../../../core/records/timeline.ts';
import { readIncident } from '../../read-incident.ts';
import { executionIdOf } from './execution-id.ts';
import { changesOf } from './finding-changes.ts';
import { listExecutions } from './incident-executions.ts';
import { viewApproval } from './view-approval.ts';
import { viewIncident } from './view-incident.ts';

export interface IncidentDetailPorts {
  readonly stores: Stores;
  readonly plans: Pick<Plans, 'get'>;
  readonly digest: Digest;
  /** What an incident holds now. */
  readonly listHeld: (incident: string) => Promise<readonly Subject[]>;
}

const mostFindings = 100;
const mostOccurrences = 5000;
const mostLines = 1000;

/**
 * Everything that there is to know about an incident, in bounded reads; `timeline: 'whole'` reads all of that.
 * @throws NotFound when there is no such incident.
 */
export async function readIncidentDetail(
  ports: IncidentDetailPorts,
  id: string,
  timeline: 'newest' | 'whole' = 'newest',
): Promise<IncidentDetail> {
  const { stores } = ports;
  const incident = await readIncident(stores, id);
  const lines = await (timeline === 'whole'
    ? stores.timeline.list(id)
    : stores.timeline.listLast(id, mostLines));
  const [occurrences, findings, runs, actions, approvals, executions] = await Promise.all([
    stores.incidents.countOccurrences(id, mostOccurrences),
    readFindings(stores, incident, lines),
    stores.runs.list(id),
    readActions(ports, id),
    stores.approvals.listOf(id),
    listExecutions(ports, incident),
  ]);
  const { risk, key, windowStart, revisions, milestones = {}, releasedAt = null } = incident;
  return {
    ...viewIncident(incident),
    risk,
    key,
    windowStart,
    occurrences,
    revisions,
    releasedAt,
    milestones,
    findings,
    findingCount: incident.findings.length,
    playbooks: runs.map(({ execution, ...run }) => ({ ...run, execution: executionIdOf(execution) })),
    actions,
    approvals: approvals.map(viewApproval),
    executions,
    timeline: [...lines],
    chain: checkChain(lines, timeline === 'whole' || lines.length < mostLines ? 1 : undefined, ports.digest),
  };
}

/** @param first what number the first line must have; undefined: the one that it says, for there are lines before it. */
function checkChain(
  lines: readonly TimelineEntry[],
  first: number | undefined,
  digest: Digest,
): IncidentDetail['chain'] {
  const from = first ?? lines[0]?.sequence ?? 1;
  const broken = findBrokenLink(lines, digest, from);
  return { whole: broken === null, brokenAt: broken?.sequence ?? null, from };
}

async function readFindings(
  stores: Stores,
  incident: Incident,
  lines: readonly TimelineEntry[],
): Promise<FindingView[]> {
  const ids = incident.findings.slice(0, mostFindings);
  const stored = await Promise.all(ids.map((id) => stores.findings.get(findingIdentity(id, incident))));
  return stored
    .filter((one) => one !== null)
    .map(({ finding, enrichment, risk }) => ({
      finding,
      enrichment,
      risk,
      changes: changesOf(finding.id, lines),
    }));
}

async function readActions(
  { stores, plans, listHeld }: IncidentDetailPorts,
  id: string,
): Promise<ActionView[]> {
  const [outcomes, held] = await Promise.all([stores.outcomes.list(id), listHeld(id)]);
  return await Promise.all(
    outcomes.map(async ({ run, plan: hash, ...outcome }: ActionOutcome): Promise<ActionView> => {
      const record = hash === null ? null : await plans.get(hash);
      const { playbook, revision } = run;
      const isHeld = held.some((one) => one.action === outcome.action && isSame(one.target, outcome.target));
      return { ...outcome, playbook, revision, plan: record?.plan ?? null, held: isHeld };
    }),
  );
}

const isSame = (a: Target, b: Target | null): boolean =>
  b !== null && a.account === b.account && a.region === b.region && a.kind === b.kind && a.id === b.id;
