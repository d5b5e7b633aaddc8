import { HTTPException } from 'hono/http-exception';
import { Busy, Conflict, InvalidInput, NotFound, Unavailable } from '../../core/errors.ts';
import { isProblemStatus, type ProblemStatus, Refusal, titleOf } from './problem.ts';

const byClass = [
  [NotFound, 404],
  [InvalidInput, 422],
  [Conflict, 409],
] as const;

/** What Step Functions says of a request, by the names of its errors: the embedded engine has the same. */
const byName: Readonly<Record<string, ProblemStatus>> = {
  ExecutionDoesNotExist: 404,
  StateMachineDoesNotExist: 404,
  InvalidArn: 404,
  InvalidToken: 422,
  ExecutionNotRedrivable: 409,
  ExecutionAlreadyExists: 409,
  ExecutionLimitExceeded: 503,
  ThrottlingException: 503,
};

/** What is told to who asked; null for a fault, of which they learn nothing. */
export function refusalOf(error: Error): Refusal | null {
  if (error instanceof Refusal) return error;
  const own = byClass.find(([kind]) => error instanceof kind);
  if (own !== undefined) return new Refusal(own[1], error.message);
  const retryAfter = retryAfterOf(error);
  if (retryAfter !== null) return new Refusal(503, error.message, { headers: { 'retry-after': retryAfter } });
  if (error instanceof HTTPException && isProblemStatus(error.status) && error.status < 500)
    return new Refusal(error.status, error.message || titleOf(error.status));
  const status = byName[error.name];
  return status === undefined ? null : new Refusal(status, error.message);
}

/** Seconds; null for errors that trying again does not mend. */
function retryAfterOf(error: Error): string | null {
  if (error instanceof Busy) return '1';
  return error instanceof Unavailable ? '30' : null;
}
