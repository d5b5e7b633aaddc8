import { playbookStatus } from '../../core/containment-status.ts';
import { type EndReply, EndRequest } from '../../core/playbook/protocol.ts';
import type { Stores } from '../../core/records/stores.ts';
import type { Task } from '../task.ts';

/** Records how a playbook's run went; its reply is the output of the playbook's execution. */
export function createEndPlaybook({ stores }: { readonly stores: Stores }): Task {
  return async (payload) => {
    const { run, status: ending, step, error, cause } = EndRequest.parse(payload);
    const { incident, revision, playbook, execution } = run;
    const outcomes = (await stores.outcomes.list(incident)).filter(
      (outcome) => outcome.run.revision === revision && outcome.run.playbook === playbook,
    );
    const status = playbookStatus(ending, outcomes);
    await stores.runs.change({ incident, revision, playbook }, (known) =>
      known === null ? known : { ...known, status },
    );
    await stores.timeline.append(incident, {
      key: `playbook-end/${execution}`,
      kind: 'playbook.ended',
      data: { playbook, revision, status, step, error, cause: cause?.slice(0, 1000) },
    });
    return { playbook, status } satisfies EndReply;
  };
}
