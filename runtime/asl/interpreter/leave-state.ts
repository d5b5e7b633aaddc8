import type { Json } from '../../../core/json.ts';
import type { Thread } from '../execution.ts';
import type { EvaluationScope } from '../jsonata/expression.ts';
import { evaluateTemplate } from '../jsonata/template.ts';
import type { Assignments, Exit } from '../machine.ts';
import { exceedsLimit, toPayload, type Payload } from '../payload.ts';
import { StateFailed } from './state-failed.ts';
import { emit, type Turn } from './turn.ts';

/** How a state ends: its fields, what they see, and what passes on where there is no Output. */
export interface Leaving {
  readonly exit: Exit;
  readonly scope: EvaluationScope;
  readonly passed: Payload;
  readonly previous?: number;
}

/** Evaluates Output and Assign on what stood at the state's start, records the exit, and readies the thread to go on. */
export async function leaveState(turn: Turn, thread: Thread, leaving: Leaving): Promise<void> {
  const { exit, scope } = leaving;
  const name = thread.state?.name ?? '';
  const payload = exit.output ? toPayload(await evaluateTemplate(exit.output, scope)) : leaving.passed;
  const assigned = exit.assign.length > 0 ? await evaluateAssign(exit.assign, scope, name) : undefined;
  if (exceedsLimit(payload.text)) throw tooLarge(name);
  emit(turn, thread, `${thread.state?.type}StateExited`, {
    details: { name, output: payload.text, ...(assigned ? { assignedVariables: assigned } : {}) },
    note: { next: exit.next ?? null },
    payload,
    ...(leaving.previous === undefined ? {} : { previous: leaving.previous }),
  });
  turn.again.push(thread);
}

async function evaluateAssign(
  assign: Assignments,
  scope: EvaluationScope,
  state: string,
): Promise<Readonly<Record<string, Json>>> {
  const texts: Record<string, string> = {};
  let length = 0;
  for (const [name, template] of assign) {
    // oxlint-disable-next-line no-await-in-loop -- in the order of the definition, so that the first error is always the same
    const text = JSON.stringify(await evaluateTemplate(template, scope));
    length += Buffer.byteLength(text);
    texts[name] = text;
  }
  if (length > ASSIGN_LIMIT) throw tooLarge(state);
  return texts;
}

/** One Assign may set 256 KiB in all. */
const ASSIGN_LIMIT = 262_144;

export const tooLarge = (what: string): StateFailed =>
  new StateFailed({
    error: 'States.DataLimitExceeded',
    cause: `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    from: 'interpreter',
  });
