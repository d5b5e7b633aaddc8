import * as z from 'zod';
import type { ActionSpec, Phase } from '../../../core/action-spec.ts';
import { checkPlace, type Denial } from '../../../core/guardrails/check.ts';
import { type Destination, explainOutside } from '../../../core/account-bounds.ts';
import { InvalidInput, NotFound } from '../../../core/errors.ts';
import type { JsonObject } from '../../../core/json.ts';
import { hashPlan, type Target } from '../../../core/plan.ts';
import type { Run } from '../../../core/playbook/protocol.ts';
import { isHeld } from '../../../core/records/containment.ts';
import type { PlanRecord } from '../../../core/records/plans.ts';
import type { Clients } from '../../aws-clients.ts';
import type { Action } from '../action.ts';
import { refused } from '../refused.ts';
import { guardClients } from './guard-clients.ts';
import type { Services } from './ports.ts';

export interface Step {
  readonly run: Run;
  readonly step: string;
  readonly action: string;
}

/** Parameters that passed the spec's schema. */
const Place = z.object({ account: z.string().optional(), region: z.string().optional() });

export function findAction({ actions }: Services, id: string): Action {
  const action = actions.get(id);
  if (action) return action;
  throw new InvalidInput(`unknown action '${id}'; the catalog has ${[...actions.keys()].join(', ')}`);
}

/** @throws InvalidInput with the field, what is wrong with it, and the action whose parameters they are. */
export function parseParameters({ spec }: Action, parameters: unknown): JsonObject {
  const parsed = spec.parameters.safeParse(parameters);
  if (parsed.success) return parsed.data as JsonObject;
  const issues = parsed.error.issues.map(({ path, message }) => `with/${path.join('/')}: ${message}`);
  throw new InvalidInput(`${spec.id} cannot use its parameters: ${issues.join('; ')}`);
}

export async function findTarget(services: Services, step: Step, parameters: JsonObject): Promise<Target> {
  return (await findPlace(services, step, parameters)).target;
}

/** The target, and the Region to look into: a global target has none, so it is the incident's. */
async function findPlace(services: Services, { run, action }: Step, parameters: JsonObject) {
  const { spec } = findAction(services, action);
  const incident = await services.readIncident(run.incident);
  if (incident === null) throw new NotFound(`there is no incident ${run.incident}`);
  const place = Place.parse(parameters);
  const region = place.region ?? incident.region;
  const target: Target = {
    account: place.account ?? incident.account,
    region: spec.scope === 'global' ? 'aws-global' : region,
    ...spec.target(parameters, run.incident),
  };
  return { target, region, trusted: incident.trusted };
}

/** Reads the account and says what the action would do to it. Writes nothing. */
export async function makePlan(services: Services, step: Step, input: unknown): Promise<PlanRecord> {
  const action = findAction(services, step.action);
  const { spec } = action;
  const parameters = parseParameters(action, input);
  const { target, region, trusted } = await findPlace(services, step, parameters);
  const containment = await services.ledger.read({ action: spec.id, target });
  const held = isHeld(containment);
  const outside =
    checkPlace({ action: spec, target }, services.guardrails) ??
    checkBounds(services, spec, { ...target, trusted });
  const draft = outside
    ? refused(outside.rule, outside.reason)
    : await action.plan(parameters, {
        ...contextOf(services, step.run, target),
        clients: readersFor(services, step, spec, target),
        regional: lookInto(services, step, spec, { ...target, region }),
        data: () => (held ? containment.data : {}),
      });
  const plan = {
    action: spec.id,
    version: spec.version,
    target,
    parameters,
    calls: [...draft.calls],
    before: draft.before,
    after: draft.after,
    blastRadius: draft.blastRadius,
    held: held && containment.state === 'applied' && draft.inPlace,
  };
  return {
    plan: { hash: hashPlan(plan, services.digest), ...plan },
    facts: draft.facts,
    refusal: draft.refusal ?? null,
  };
}

/** The account may be the writer's own who made the finding up: it is not even asked. */
function checkBounds(
  { bounds }: Services,
  { permissions }: ActionSpec,
  destination: Destination,
): Denial | null {
  // Who only tells people enters no account.
  if (permissions.plan.every((name) => name.startsWith('tourniquet:'))) return null;
  const reason = explainOutside(destination, bounds);
  return reason === null ? null : { rule: 'named-accounts', reason };
}

/** Clients for a plan, which reads only. */
const readersFor = (services: Services, { run }: Step, spec: ActionSpec, target: Target): Clients =>
  guardClients(clientsFor(services, run.incident, { spec, phase: 'plan' }, target), {
    permissions: spec.permissions.plan,
    beforeMutation: null,
  });

/** What may not be changed is not looked at either. */
function lookInto(services: Services, step: Step, spec: ActionSpec, target: Target) {
  const action = { ...spec, scope: 'regional' as const };
  if (checkPlace({ action, target }, services.guardrails)) return null;
  return { region: target.region, clients: readersFor(services, step, spec, target) };
}

export const contextOf = (
  { clock }: Services,
  { incident, revision, playbook = null }: Pick<Run, 'incident' | 'revision'> & { playbook?: string | null },
  target: Target,
) => ({ clock, target, incident, revision, playbook });

/** With the permissions of the phase alone. Every phase follows a plan, which is refused beyond the bounds. */
export const clientsFor = (
  { access }: Services,
  incident: string,
  { spec, phase }: { readonly spec: ActionSpec; readonly phase: Phase },
  { account, region }: Target,
): Clients =>
  access({
    account,
    region,
    incident,
    trusted: true,
    purpose: spec.id,
    permissions: spec.permissions[phase],
  });
