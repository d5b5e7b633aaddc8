import * as z from 'zod';
import { InjectedFailure } from '../../core/playbook/case-schema.ts';

const work = { run: z.object({ playbook: z.string() }), step: z.string() };

/** What does the work of a step: a phase of an action, or a message to people (to ask, to notify). */
const StepRequest = z.union([
  z.object({ ...work, phase: InjectedFailure.shape.phase.unwrap() }),
  z.object({ ...work, phase: z.undefined().optional(), message: z.string() }),
]);

/** `close[2]` → `close`. */
export const withoutIndices = (step: string): string => step.replace(/\[.*$/, '');

/** Throws for the requests of the steps that a case lets fail; steps of other playbooks that it runs do not. */
export function createFailures(
  playbook: string,
  failures: readonly InjectedFailure[],
): (payload: unknown) => void {
  return (payload) => {
    const request = StepRequest.safeParse(payload).data;
    if (request?.run.playbook !== playbook) return;
    const { step, phase } = request;
    const failure = failures.find(
      (one) => (one.step === step || one.step === withoutIndices(step)) && one.phase === (phase ?? one.phase),
    );
    if (failure !== undefined) throw new InjectedError(failure, step);
  };
}

class InjectedError extends Error {
  override readonly name: string;
  constructor({ error }: InjectedFailure, step: string) {
    super(`the case lets ${step} fail`);
    this.name = error;
  }
}
