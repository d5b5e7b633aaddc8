import { playbookStatus } from '../../core/containment-status.ts';
import { type EndReply, EndRequest, type Run } from '../../core/playbook/protocol.ts';
import type { Clock } from '../../core/ports/clock.ts';
import { expire } from '../../core/records/approvals.ts';
import type { Stores } from '../../core/records/stores.ts';
import { messageInCause } from '../lambda-cause.ts';
import type { Task } from '../task.ts';
import { tellDecision } from '../tell-decision.ts';

/** A run that failed before Begin could say in which mode it may run did nothing. */
const neverBegun = { mode: 'shadow' } as const;

export interface EndPlaybookPorts {
  readonly stores: Stores;
  readonly clock: Clock;
}

/** Records how a playbook's run went; its reply is the output of the playbook's execution. */
export function createEndPlaybook({ stores, clock }: EndPlaybookPorts): Task {
  /** What the run asked and nobody answered in time can be answered no more. */
  const closeQuestions = async ({ incident, execution }: Run): Promise<void> => {
    const asked = await stores.approvals.listOf(incident);
    const at = new Date(clock.now()).toISOString();
    for (const { id } of asked.filter(({ run }) => run.execution === execution)) {
      // In the order in which they were asked, so that the timeline reads so too.
      // oxlint-disable-next-line no-await-in-loop
      const closed = await stores.approvals.change(id, (known) => known && expire(known, at));
      // oxlint-disable-next-line no-await-in-loop
      if (closed !== null) await tellDecision(stores, closed);
    }
  };

  const findHash = async ({ incident, revision, playbook }: Run): Promise<string> => {
    const response = await stores.responses.get({ incident, revision });
    return response?.playbooks.find(({ id }) => id === playbook)?.hash ?? '';
  };

  return async (payload) => {
    const { run, status: ending, step, error, cause } = EndRequest.parse(payload);
    const { incident, revision, playbook, execution, within = '' } = run;
    await closeQuestions(run);
    const outcomes = (await stores.outcomes.list(incident)).filter(
      ({ run: of }) => of.revision === revision && of.playbook === playbook && (of.within ?? '') === within,
    );
    const status = playbookStatus(ending, outcomes);
    const hash = await findHash(run);
    await stores.runs.change(run, (known) => ({
      ...(known ?? { revision, playbook, ...(within && { within }), hash, execution, ...neverBegun }),
      status,
    }));
    await stores.timeline.append(incident, {
      key: `playbook-end/${execution}`,
      kind: 'playbook.ended',
      data: { playbook, revision, status, step, error, cause: cause && messageInCause(cause).slice(0, 1000) },
    });
    return { playbook, status } satisfies EndReply;
  };
}
