import { type ContainmentAsked, makeManualFinding, manualKey } from '../../core/contain/ask-containment.ts';
import { findMisfit } from '../../core/contain/find-misfit.ts';
import { findingIdentity, standingOf } from '../../core/dedupe/finding-identity.ts';
import { InvalidInput, NotFound } from '../../core/errors.ts';
import type { Finding } from '../../core/finding.ts';
import type { Incident } from '../../core/incident.ts';
import { suggest } from '../../core/problem/nearest-name.ts';
import type { Playbook } from '../../core/playbook/schema.ts';
import { startTriage, type TriagePorts } from '../start-triage.ts';

export interface ContainPorts extends TriagePorts {
  readonly playbooks: readonly Pick<Playbook, 'id' | 'steps'>[];
  /** See `createRespond`. */
  readonly respond: (incident: string, by: string) => Promise<readonly string[]>;
  readonly newId: () => string;
}

/** `opened`: its triage is under way, as a finding's would be. `asked-again`: the incident is answered once more. */
export type Contained =
  | { readonly outcome: 'opened'; readonly finding: string }
  | { readonly outcome: 'joined' | 'asked-again'; readonly finding: string; readonly incident: string };

/**
 * A person asks for the containment of a resource, without a finding. It goes the way of a finding (triage, response,
 * guardrails, ledger), with the playbook that the person chose in the place of those whose trigger matches. While it
 * stands contained, or somebody is at it, asking again by the same playbook joins the incident and changes nothing.
 * @throws NotFound when there is no such playbook, InvalidInput when it is not about such resources.
 */
export function createContain(ports: ContainPorts): (asked: ContainmentAsked) => Promise<Contained> {
  const { stores, clock } = ports;

  return async (asked) => {
    requireFit(asked, ports.playbooks);
    const finding = makeManualFinding(asked, new Date(clock.now()).toISOString());
    const identity = findingIdentity(finding.id, standingOf(finding));
    const known = await stores.findings.get(identity);
    const incident = known === null ? null : await stores.incidents.get(known.incident);
    if (known === null || incident === null || isClosed(incident)) {
      await stores.windows.claimKey(identity, manualKey(asked));
      await startTriage(ports, { delivery: `person-${ports.newId()}`, index: 0 }, finding);
      return { outcome: 'opened', finding: identity };
    }
    const reply = { finding: identity, incident: incident.id };
    if (isUnderWay(incident) && isSame(known.finding, asked)) {
      await tellJoined(ports, incident, asked);
      return { ...reply, outcome: 'joined' };
    }
    await stores.findings.change(identity, (stored) => {
      return stored && { ...stored, finding: { ...finding, createdAt: stored.finding.createdAt } };
    });
    await ports.respond(incident.id, asked.by);
    return { ...reply, outcome: 'asked-again' };
  };
}

function requireFit({ playbook, found }: ContainmentAsked, playbooks: ContainPorts['playbooks']): void {
  const chosen = playbooks.find(({ id }) => id === playbook);
  if (chosen === undefined) {
    const ids = playbooks.map(({ id }) => id);
    throw new NotFound(`there is no playbook ${playbook}; ${suggest(playbook, ids, 'write one')}`);
  }
  const misfit = findMisfit(chosen, found.resource.kind);
  if (misfit !== null) throw new InvalidInput(`${misfit}; choose another playbook`);
}

const isClosed = ({ status }: Incident): boolean =>
  status.state === 'released' || status.state === 'resolved';

/** What did not work out, or only in part, is worth another try. */
const isUnderWay = ({ status }: Incident): boolean =>
  status.state !== 'not-contained' && status.state !== 'partially-contained';

const isSame = ({ asked }: Finding, { playbook }: ContainmentAsked): boolean => asked?.playbook === playbook;

async function tellJoined(
  { stores, newId }: ContainPorts,
  { id }: Incident,
  { by, reason, playbook }: ContainmentAsked,
): Promise<void> {
  await stores.timeline.append(id, {
    key: `joined/${newId()}`,
    kind: 'containment.joined',
    data: { by, reason, playbook },
  });
}
