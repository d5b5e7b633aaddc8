import type { ExecutionId } from '../../../core/api/executions.ts';
import { shortMachineName } from '../../../core/machine-names.ts';

const arn = /^arn:[^:]+:states:[^:]*:[^:]*:execution:([^:]+):([^:]+)$/;

/** What an execution is called in the API, by its ARN; null where this is none. */
export function executionIdOf(executionArn: string): ExecutionId | null {
  const [, machine, name] = arn.exec(executionArn) ?? [];
  return machine === undefined || name === undefined ? null : { machine: shortMachineName(machine), name };
}
