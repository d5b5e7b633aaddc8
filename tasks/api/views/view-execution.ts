import * as z from 'zod';
import type { ExecutionId, ExecutionSummary } from '../../../core/api/executions.ts';
import type { ExecutionItem } from '../../../core/ports/step-functions.ts';
import { executionIdOf } from './execution-id.ts';

/** One line of the list of executions. */
export function viewExecution(item: ExecutionItem): ExecutionSummary {
  const { executionArn, name, status, startDate, stopDate, redriveCount } = item;
  return {
    machine: executionIdOf(executionArn)?.machine ?? '',
    name,
    arn: executionArn,
    status,
    startedAt: startDate.toISOString(),
    stoppedAt: stopDate?.toISOString() ?? null,
    redriveCount,
  };
}

/** What the inputs of our own machines say; executions of others have none of it. */
const Input = z.object({
  incident: z.string().optional().catch(undefined),
  ref: z.object({ delivery: z.string(), index: z.number().int() }).optional().catch(undefined),
  AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: z.string().optional().catch(undefined),
});
type Input = z.infer<typeof Input>;

export function readInput(text: string | undefined): Input {
  try {
    return Input.catch({}).parse(JSON.parse(text ?? '{}'));
  } catch {
    return {};
  }
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html */
export function parentOf({ AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: parent }: Input): ExecutionId | null {
  return parent === undefined ? null : executionIdOf(parent);
}

const domains: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
  'aws-cn': 'console.amazonaws.cn',
};

/** The execution's page in the AWS console; null where that is not known. */
export function consoleUrlOf(executionArn: string): string | null {
  const [, partition = '', , region = ''] = executionArn.split(':');
  const domain = domains[partition];
  if (domain === undefined) return null;
  const arn = encodeURIComponent(executionArn).replaceAll('%3A', ':');
  return `https://${region}.${domain}/states/home?region=${region}#/v2/executions/details/${arn}`;
}
