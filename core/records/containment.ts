import * as z from 'zod';
import { JsonRecord, JsonValue } from '../json.ts';
import { Target } from '../plan.ts';
import { Run } from '../playbook/protocol.ts';

/** A run that wants the containment. The incident holds it as long as one of its runs is a holder. */
export const Holder = Run.extend({ step: z.string(), at: z.iso.datetime() });
export type Holder = z.infer<typeof Holder>;

/** One containment of one target by one action, whoever wants it. */
export const Containment = z.object({
  action: z.string(),
  version: z.number().int(),
  target: Target,
  parameters: JsonRecord,
  /** `applying` and `releasing` also stand where a task died half-way: whoever comes next carries on. */
  state: z.enum(['applying', 'applied', 'releasing', 'released']),
  /** The hash of the plan that was applied last. */
  plan: z.string(),
  /** The state before the first holder: a later holder's plan does not replace it. */
  before: JsonValue,
  /** What undo needs, written by the action before each mutation. */
  data: JsonRecord,
  /** What apply gave back; for `$steps.<id>.result`. */
  result: JsonRecord,
  holders: z.array(Holder),
  /** Counts the attempts at applying or releasing. The number of the current one is its fence. */
  attempts: z.number().int(),
  /** Who works on it now, until when (epoch ms). */
  lease: z.object({ owner: z.string(), until: z.number() }).nullable(),
  released: z.object({ by: z.string(), at: z.iso.datetime() }).nullable(),
});
export type Containment = z.infer<typeof Containment>;

export interface Subject {
  readonly action: string;
  readonly target: Target;
}

/** True while somebody wants it, so that what the action recorded is still the truth about "before". */
export const isHeld = (containment: Containment | null): containment is Containment =>
  containment !== null && containment.state !== 'released';

/** The incidents that hold it, each once. */
export function holdersOf({ holders }: Containment): readonly string[] {
  return [...new Set(holders.map(({ incident }) => incident))];
}
