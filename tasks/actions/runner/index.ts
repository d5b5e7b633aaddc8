import { InvalidInput } from '../../../core/errors.ts';
import {
  ActionRequest,
  RollbackRequest,
  type ApplyReply,
  type DecideReply,
  type PlanReply,
  type Run,
  type VerifyReply,
} from '../../../core/playbook/protocol.ts';
import { answerApply } from './apply.ts';
import { answerDecide } from './decide.ts';
import { answerFail } from './fail.ts';
import { answerPlan } from './plan.ts';
import { createServices, type RunnerPorts, type Services } from './ports.ts';
import { answerRollback, releaseIncident, type ReleaseReply } from './release.ts';
import { type Rehearsal, rehearseRelease } from './rehearse.ts';
import { retryLater } from '../../retry-later.ts';
import { answerVerify, lookAgain } from './verify.ts';

type ActionReply = PlanReply | DecideReply | ApplyReply | VerifyReply | Record<string, never>;

/** Every way to an action leads through here: playbooks, approvals and the API have no other. */
export interface ActionRunner {
  /** Answers an `ActionRequest`. */
  readonly act: (request: unknown) => Promise<ActionReply>;
  /** Answers a `RollbackRequest`: undoes what the run holds. */
  readonly rollback: (request: unknown) => Promise<ReleaseReply>;
  /** Re-reads the account for a plan that was applied; changes and records nothing. */
  readonly lookAgain: (run: Run, plan: string) => Promise<VerifyReply>;
  /** A person lets go of what the incident holds: of all, or of what one action holds. */
  readonly release: (
    incident: string,
    options: { readonly by: string; readonly action?: string | undefined },
  ) => Promise<ReleaseReply>;
  /** What such a release would do now; changes and records nothing. */
  readonly rehearseRelease: (incident: string, action?: string) => Promise<Rehearsal>;
}

type Answers = {
  readonly [P in ActionRequest['phase']]: (
    services: Services,
    request: Extract<ActionRequest, { phase: P }>,
  ) => Promise<ActionReply>;
};

const answers: Answers = {
  plan: answerPlan,
  decide: answerDecide,
  apply: answerApply,
  verify: answerVerify,
  fail: answerFail,
};

export function createActionRunner(ports: RunnerPorts): ActionRunner {
  const services = createServices(ports);
  return {
    async act(input) {
      const parsed = ActionRequest.safeParse(input);
      if (!parsed.success)
        throw new InvalidInput(`not an action request: ${parsed.error.issues[0]?.message ?? ''}`);
      const request = parsed.data;
      // The table's entry for a phase takes the request of that phase.
      const answer = answers[request.phase] as (
        services: Services,
        request: ActionRequest,
      ) => Promise<ActionReply>;
      return retryLater(() => answer(services, request));
    },
    rollback: (input) => answerRollback(services, RollbackRequest.parse(input)),
    lookAgain: (run, plan) => lookAgain(services, run, plan),
    release: (incident, { by, action }) => releaseIncident(services, { incident, action }, by),
    rehearseRelease: (incident, action) => rehearseRelease(services, { incident, action }),
  };
}
