import type { ExecutionEvent, ExecutionId } from '../../../core/api/executions.ts';
import { redactJson } from '../../../core/executions/redact.ts';
import { isJsonObject, type JsonObject } from '../../../core/json.ts';
import type { HistoryEvent } from '../../../core/ports/step-functions.ts';
import { executionIdOf } from './execution-id.ts';

/** What stands under `…EventDetails`. */
export function detailsOf(event: HistoryEvent): JsonObject {
  const [details] = Object.entries(event)
    .filter(([key]) => key.endsWith('EventDetails'))
    .map(([, value]) => value as unknown);
  return isJsonObject(details) ? details : {};
}

/** One event of a history, its details under one name and without task tokens. */
export function viewEvent(event: HistoryEvent, state: string | null): ExecutionEvent {
  const { id, previousEventId, type, timestamp } = event;
  const details = detailsOf(event);
  return {
    id,
    previousEventId,
    type,
    at: timestamp.toISOString(),
    state,
    details: redactJson(details) as Record<string, unknown>,
    child: childOf(type, details),
  };
}

/**
 * Which execution an event started. Where its end is waited for, TaskSubmitted tells it; otherwise the result does.
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
 */
function childOf(type: string, { resourceType, resource, output }: JsonObject): ExecutionId | null {
  const tells = resource === 'startExecution' ? 'TaskSucceeded' : 'TaskSubmitted';
  if (resourceType !== 'states' || type !== tells || typeof output !== 'string') return null;
  try {
    const told: unknown = JSON.parse(output);
    const arn = isJsonObject(told) ? told['ExecutionArn'] : undefined;
    return typeof arn === 'string' ? executionIdOf(arn) : null;
  } catch {
    return null;
  }
}
