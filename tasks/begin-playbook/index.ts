import { NotFound } from '../../core/errors.ts';
import { capMode, modeOfIncident } from '../../core/mode.ts';
import { type BeginReply, BeginRequest, type Mode } from '../../core/playbook/protocol.ts';
import type { Stores } from '../../core/records/stores.ts';
import { readIncident } from '../read-incident.ts';
import { readPrimaryFinding } from '../read-primary-finding.ts';
import type { Task } from '../task.ts';

export interface BeginPlaybookPorts {
  readonly stores: Stores;
  /** The mode that the playbook asks for and the hash of its text; null when there is no such playbook (any more). */
  readonly findPlaybook: (id: string) => { readonly mode: Mode; readonly hash: string } | null;
  /** The configuration's cap. */
  readonly cap: Mode;
}

/** Gives a playbook what its expressions see, and the mode that it may run in. */
export function createBeginPlaybook({ stores, findPlaybook, cap }: BeginPlaybookPorts): Task {
  return async (payload) => {
    const request = BeginRequest.parse(payload);
    const { incident: id, revision, playbook, execution, within } = request;
    const incident = await readIncident(stores, id);
    const found = findPlaybook(playbook);
    if (found === null) throw new NotFound(`there is no playbook ${playbook}`);
    const { hash } = found;
    const { finding, risk } = await readPrimaryFinding(stores, incident);
    const mode = capMode(found.mode, cap, request.cap ?? 'auto', modeOfIncident(incident));
    const nested = within ? { within } : {};
    const run = { revision, playbook, ...nested, hash, mode, execution, status: 'running' } as const;
    await stores.runs.change(request, (known) => (known?.execution === execution ? known : run));
    await stores.timeline.append(id, {
      key: `playbook/${execution}`,
      kind: 'playbook.started',
      data: { playbook, revision, mode, hash },
    });
    const { status, firstSeen, lastSeen } = incident;
    const occurrences = await stores.incidents.countOccurrences(id);
    return {
      finding,
      incident: { id, revision, status, occurrences, firstSeen, lastSeen },
      risk,
      mode,
    } satisfies BeginReply;
  };
}
