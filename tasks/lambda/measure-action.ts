import type { Json } from '../../core/json.ts';
import type { Measures } from '../../core/metrics.ts';
import { ActionRequest, ApplyReply, DecideReply } from '../../core/playbook/protocol.ts';

/** What one answer of the action runner says of how actions go. */
export function measureAction(reply: Json, event: unknown): Measures {
  const { phase } = ActionRequest.parse(event);
  if (phase === 'fail') return { ActionsFailed: 1 };
  if (phase === 'decide') return DecideReply.parse(reply).decision === 'deny' ? { ActionsDenied: 1 } : {};
  if (phase !== 'apply') return {};
  const { status } = ApplyReply.parse(reply);
  if (status === 'drifted') return {};
  return status === 'applied' ? { ActionsApplied: 1 } : { ActionsDenied: 1 };
}
