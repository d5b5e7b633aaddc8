import type * as z from 'zod';
import { MachineDefinition } from './schema.ts';

/** One reason why Step Functions would refuse a definition. */
export interface DefinitionProblem {
  /** RFC 6901: `/States/Isolate/Next`; empty for the whole. */
  readonly pointer: string;
  readonly reason: string;
}

/** The definition is refused. */
export class InvalidDefinition extends Error {
  override readonly name = 'InvalidDefinition';
  readonly problems: readonly DefinitionProblem[];
  constructor(problems: readonly DefinitionProblem[]) {
    super(
      `Invalid State Machine Definition: ${problems.map(({ pointer, reason }) => `${pointer || '/'}: ${reason}`).join('; ')}`,
    );
    this.problems = problems;
  }
}

/** Returns the definition, or throws {@link InvalidDefinition}. */
export function checkDefinition(value: unknown): MachineDefinition {
  const parsed = MachineDefinition.safeParse(value);
  if (!parsed.success) throw new InvalidDefinition(parsed.error.issues.map(toProblem));
  return parsed.data;
}

const toProblem = (issue: z.core.$ZodIssue): DefinitionProblem => ({
  pointer: issue.path.map((part) => `/${String(part)}`).join(''),
  reason: issue.message,
});
