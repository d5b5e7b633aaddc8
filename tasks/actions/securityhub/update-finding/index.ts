import { Busy, NotFound } from '../../../../core/errors.ts';
import type { JsonObject } from '../../../../core/json.ts';
import type { VerifyReply } from '../../../../core/playbook/protocol.ts';
import { author, type FindingUpdate } from '../../../security-hub/hub.ts';
import { defineAction, type ActionContext, type ChangeContext, type UndoReport } from '../../action.ts';
import { ChangeRefused } from '../../errors.ts';
import { findTheOne, type Found } from './find-finding.ts';
import { FindingData, isOurs, withWritten } from './finding-data.ts';
import { planUpdate, type Parameters } from './plan.ts';
import { spec } from './spec.ts';

type Context = ChangeContext<FindingData>;

async function applyUpdate(parameters: Parameters, context: Context): Promise<JsonObject> {
  const { findingId, status, note } = parameters;
  const { clients, incident, data, record } = context;
  const found = await findTheOne(clients.securityhub, parameters);
  if (found === null) throw new NotFound(`finding ${findingId} is gone since it was planned; plan again`);
  const { hub, finding } = found;
  const update = { status, incident, text: note ?? null };
  await record(withWritten(data(), finding, status));
  if (finding.status !== status || !hub.says(finding, update)) await send(found, update);
  return { finding: findingId, status };
}

/** Codes of an update that may succeed by itself later: of either hub. */
const passing = new Set([
  'ConcurrentUpdateError',
  'ConflictException',
  'InternalFailure',
  'InternalServerException',
]);
const gone = new Set(['FindingNotFound', 'ResourceNotFoundException']);

/** @throws where Security Hub answers 200, and that it did not do it. */
async function send({ hub, finding }: Found, update: FindingUpdate): Promise<void> {
  const problem = await hub.update(finding, update);
  if (problem === null) return;
  const why = `Security Hub did not update ${finding.id} (${problem.code}: ${problem.message})`;
  if (passing.has(problem.code)) throw new Busy(why);
  if (gone.has(problem.code)) throw new NotFound(`${why}; plan again`);
  throw new ChangeRefused('security-hub', why);
}

async function verifyUpdate(
  parameters: Parameters,
  { clients, data }: ActionContext<FindingData>,
): Promise<VerifyReply> {
  const found = await findTheOne(clients.securityhub, parameters);
  if (found === null) return { verified: 'not', reason: `${parameters.findingId} is gone` };
  const { status } = found.finding;
  if (status === parameters.status) return { verified: 'contained', reason: `the finding is ${status}` };
  return status === data().before?.status
    ? {
        verified: 'pending',
        reason: `it is ${status} still; updates may take minutes to show`,
        retryAfter: 30,
      }
    : { verified: 'not', reason: `somebody set it to ${status}` };
}

async function undoUpdate(parameters: Parameters, context: Context): Promise<UndoReport> {
  const { findingId } = parameters;
  const { clients, incident, data } = context;
  const { before } = data();
  if (before === null) return { undone: [], left: [] };
  const found = await findTheOne(clients.securityhub, parameters);
  if (found === null) return { undone: [], left: [{ what: findingId, why: 'it is gone' }] };
  const { finding } = found;
  // A note of ours alone may still be in the way of somebody's.
  const formerNote = finding.note?.by === author ? before.note : null;
  if (finding.status === before.status && formerNote === null) return { undone: [], left: [] };
  if (finding.status !== before.status && !isOurs(data(), finding)) {
    return { undone: [], left: [{ what: findingId, why: `somebody set it to ${finding.status} since` }] };
  }
  await send(found, { status: before.status, incident, text: null, formerNote });
  return { undone: [`${findingId} is ${before.status} again`], left: [] };
}

export const updateFinding = defineAction(spec, {
  data: FindingData,
  plan: planUpdate,
  apply: ({ parameters }, context) => applyUpdate(parameters, context),
  verify: ({ parameters }, context) => verifyUpdate(parameters, context),
  undo: (parameters, context) => undoUpdate(parameters, context),
});
