import type { ApprovalConfig } from '../../core/approval-config.ts';
import { AskRequest } from '../../core/playbook/protocol.ts';
import { moveTo, reach } from '../../core/milestones.ts';
import type { Callbacks } from '../../core/ports/callbacks.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Digest } from '../../core/ports/digest.ts';
import { type Approval, expire, tellAs } from '../../core/records/approvals.ts';
import type { Plans } from '../../core/records/plans.ts';
import type { Stores } from '../../core/records/stores.ts';
import { measureReach, type Reach } from '../../core/reach.ts';
import type { Task } from '../task.ts';
import { tellDecision } from '../tell-decision.ts';
import { findAudience } from './audience.ts';
import { invite, type Secrets } from './invite.ts';

export interface AskPorts {
  readonly stores: Stores;
  readonly plans: Pick<Plans, 'get'>;
  readonly callbacks: Callbacks;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly secrets: Secrets;
  readonly config: ApprovalConfig;
  /** Told of each question once it is stored: the terminal, or nobody. */
  readonly asked?: (approval: string) => void;
}

/**
 * Puts a question and returns; the execution waits on its task token. The same question put again (a
 * reminder, a retry, a redrive) brings a new token, onto which a stored decision is replayed. What is told of
 * the plans when it is first put is kept: the answer covers no more.
 * @throws InvalidInput when more people have to say yes than are asked.
 */
export function createAsk(ports: AskPorts): Task {
  const { stores, callbacks, clock, digest, config, asked } = ports;
  const look = async (hashes: readonly string[]): Promise<Reach[]> => {
    const records = await Promise.all(hashes.map((hash) => ports.plans.get(hash)));
    return records.flatMap((record) => (record === null ? [] : measureReach(record, digest)));
  };
  const remember = async (request: AskRequest, at: string): Promise<Approval> => {
    const { run, step, plans, token, message, deadline } = request;
    const id = idOf(request, digest);
    const seen = await look(plans);
    const audience = findAudience(request, config);
    // Of this revision: others may have asked for another one since.
    const { requester = null } = (await stores.responses.get(run)) ?? {};
    return await stores.approvals.change(id, (known): Approval => {
      if (known === null) {
        const question = { id, run, step, message, plans, seen, askedAt: at, deadline, asks: 1, token };
        return { ...question, ...audience, requester, answers: [], decision: null };
      }
      const asks = known.token === token ? known.asks : known.asks + 1;
      const renewed = { ...known, token, asks };
      return at >= known.deadline ? expire(renewed, at) : renewed;
    });
  };

  return async (payload) => {
    const request = AskRequest.parse(payload);
    const at = new Date(clock.now()).toISOString();
    const approval = await remember(request, at);
    const { id, run, step, asks } = approval;
    if (approval.decision !== null) {
      await tellDecision(stores, approval);
      await callbacks.succeed(approval.token, tellAs(approval, approval.decision));
      return { approval: id, waiting: false };
    }
    await invite(ports, approval, at);
    await stores.timeline.append(run.incident, {
      key: `ask/${id}/${asks}`,
      kind: asks > 1 ? 'approval.reminded' : 'approval.asked',
      data: {
        approval: id,
        playbook: run.playbook,
        step,
        plans: approval.plans,
        seen: approval.seen.map((reach) => reach.digest),
        deadline: approval.deadline,
        approvers: approval.approvers,
        quorum: approval.quorum,
      },
    });
    await stores.incidents.change(run.incident, (incident) => {
      if (incident?.status.state === 'open') return moveTo(incident, { state: 'awaiting-approval' }, at);
      return incident && reach(incident, 'asked', at);
    });
    asked?.(id);
    return { approval: id, waiting: true };
  };
}

function idOf({ run, step, plans, round }: AskRequest, digest: Digest): string {
  const parts = [run.execution, step, ...plans, ...(round === undefined ? [] : [`round ${round}`])];
  return `apr-${digest(parts.join('|')).slice(0, 16)}`;
}
