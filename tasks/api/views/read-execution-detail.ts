import type { ExecutionDetail } from '../../../core/api/executions.ts';
import { redactText } from '../../../core/executions/redact.ts';
import type { StepFunctions } from '../../../core/ports/step-functions.ts';
import { occurrenceId } from '../../../core/records/deliveries.ts';
import type { Stores } from '../../../core/records/stores.ts';
import { consoleUrlOf, parentOf, readInput, viewExecution } from './view-execution.ts';

interface ExecutionDetailPorts {
  readonly stepFunctions: StepFunctions;
  readonly stores: Stores;
  readonly place: { readonly home: 'embedded' | 'aws' };
}

const redact = (text: string | undefined): string | null => (text === undefined ? null : redactText(text));

/** One execution. What Step Functions throws where there is none is handed on. */
export async function readExecutionDetail(
  { stepFunctions, stores, place }: ExecutionDetailPorts,
  executionArn: string,
): Promise<ExecutionDetail> {
  const [described, { definition }] = await Promise.all([
    stepFunctions.describeExecution({ executionArn }),
    stepFunctions.describeStateMachineForExecution({ executionArn }),
  ]);
  const input = readInput(described.input);
  return {
    ...viewExecution(described),
    input: redact(described.input),
    output: redact(described.output),
    error: redact(described.error),
    cause: redact(described.cause),
    redrivable: described.redriveStatus === 'REDRIVABLE',
    // A triage begins without one, and finds it out.
    incident:
      input.incident ?? (input.ref && (await stores.windows.assigned(occurrenceId(input.ref)))) ?? null,
    parent: parentOf(input),
    definition,
    consoleUrl: place.home === 'aws' ? consoleUrlOf(executionArn) : null,
  };
}
