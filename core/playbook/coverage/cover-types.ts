import type { Catalog } from '../../action-spec.ts';
import { primaryResource } from '../../dedupe/dedupe-key.ts';
import { openIncident } from '../../dedupe/absorb-finding.ts';
import { exampleEvents } from '../../example-event/example-events.ts';
import type { Finding } from '../../finding.ts';
import { normalise } from '../../normalise/normalise.ts';
import type { Risk } from '../../risk.ts';
import { walkSteps } from '../compile/walk.ts';
import type { Playbook } from '../schema.ts';
import { createSelector, type TriggerSubject } from '../select-playbooks.ts';

/** How the playbooks answer one finding type at its worst. */
export interface TypeCoverage {
  readonly type: string;
  /** `told`: playbooks answer it, and none of their actions contains anything. */
  readonly answer: 'contained' | 'told' | 'none';
  /** By priority. One that takes whatever comes is not among them: it answers no type in particular. */
  readonly playbooks: readonly string[];
  /** Actions that would contain it and that the catalog does not have. */
  readonly missingActions: readonly string[];
}

/** No type of GuardDuty's: whoever answers it answers whatever comes. */
const noType = 'Tourniquet:None/NoSuchType';
const severity = 9;
const risk: Risk = { score: 95, level: 'HIGH', factors: [], weights: 'example' };
const origin = { via: 'eventbridge', account: null, trusted: true } as const;

/** Holds example findings of each type, critical and with the resources that fit it, against the triggers. */
export function coverTypes(
  types: readonly string[],
  playbooks: readonly Playbook[],
  catalog: Catalog,
): readonly TypeCoverage[] {
  const select = createSelector(playbooks);
  const byId = new Map(playbooks.map((playbook) => [playbook.id, playbook]));
  return types.map((type) => {
    const answering = findAnswers(type, select);
    const contains = answering.some((playbook) => isContaining(playbook, byId, catalog));
    const missing = answering.flatMap(({ missingActions = [] }) => missingActions);
    return {
      type,
      answer: contains ? 'contained' : answering.length > 0 ? 'told' : 'none',
      playbooks: answering.map(({ id }) => id),
      missingActions: [...new Set(missing)],
    };
  });
}

function findAnswers(type: string, select: (subject: TriggerSubject) => readonly Playbook[]): Playbook[] {
  const findings = exampleEvents(type, severity).flatMap(readFindings);
  const found = findings.flatMap((finding) => {
    const always = new Set(select(subjectOf({ ...finding, type: noType })));
    return select(subjectOf(finding)).filter((playbook) => !always.has(playbook));
  });
  return [...new Set(found)];
}

function readFindings(event: Parameters<typeof normalise>[0]): readonly Finding[] {
  const read = normalise(event, { origin, raw: '', now: 0 });
  return read.kind === 'findings' ? read.findings : [];
}

function subjectOf(finding: Finding): TriggerSubject {
  const at = finding.updatedAt;
  const seed = { id: 'inc-example', key: '', windowStart: at, resource: primaryResource(finding) };
  const incident = openIncident(seed, { occurrence: 'example', finding, risk, receivedAt: at });
  return { finding, risk, incident };
}

/** Evidence and messages contain nothing; what another playbook does for this one counts. */
function isContaining({ steps }: Playbook, byId: ReadonlyMap<string, Playbook>, catalog: Catalog): boolean {
  return [...walkSteps(steps)].some(({ step }) => {
    if ('action' in step) return (catalog.get(step.action)?.impact ?? 'safe') !== 'safe';
    const nested = 'playbook' in step ? byId.get(step.playbook) : undefined;
    return nested !== undefined && isContaining(nested, byId, catalog);
  });
}
