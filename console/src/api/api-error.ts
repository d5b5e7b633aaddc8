import type { Problem } from '../../../core/api/problem.ts';

/** What the API did not do, in one line that can be shown as it stands. `status` 0: no answer came at all. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  /** What exactly is wrong with the request, where there is more than one thing. */
  readonly errors: NonNullable<Problem['errors']>;

  constructor(status: number, message: string, errors: NonNullable<Problem['errors']> = []) {
    super(message);
    this.status = status;
    this.errors = errors;
  }
}

/** Whether asking once more can help: nothing came back, or the server was busy. */
export const isPassing = (error: Error): boolean =>
  error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status === 503);

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'detail' in body && typeof body.detail === 'string';

/** The error that an answer other than 2xx tells of: its problem's detail, else its status. */
export async function readError(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  if (isProblem(body)) return new ApiError(response.status, body.detail, body.errors ?? []);
  return new ApiError(
    response.status,
    `The server answered ${response.status} ${response.statusText}`.trimEnd(),
  );
}
