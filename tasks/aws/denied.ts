import { Busy, TourniquetError } from '../../core/errors.ts';
import type { ServiceName } from '../aws-clients.ts';
import { operationOf, permissionOf } from '../actions/runner/permissions.ts';

/** AWS said no, and what is missing. Under AWS's own name, by which actions and state machines know it. */
class AccessDenied extends TourniquetError {
  override readonly name: string;
  readonly retryable = false;
  readonly permission: string;

  constructor(name: string, permission: string, options: { message: string; cause: unknown }) {
    super(options.message, { cause: options.cause });
    this.name = name;
    this.permission = permission;
  }
}

const denials: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'Forbidden',
  'UnauthorizedOperation',
]);

/** Between us and AWS, rather than from AWS. */
const lineFaults: ReadonlySet<unknown> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/** The code of a broken line, or null for any other error. */
export const lineFault = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && lineFaults.has(error.code) ? String(error.code) : null;

/** What a broken line becomes, or null. A Region that there is not has no address either. */
export function explainFault(error: unknown, service: string, region: string): Busy | null {
  const fault = lineFault(error);
  if (fault === null) return null;
  const hint = fault === 'ENOTFOUND' ? '; look to the network, and whether there is such a Region' : '';
  return new Busy(`${service} in ${region} cannot be reached (${fault})${hint}`, { cause: error });
}

/** A call as its errors name it. */
export interface CallPlace {
  readonly service: ServiceName | 'sts';
  readonly command: object;
  readonly account: string;
  readonly region: string;
  /** Whose credentials they are: an ARN. */
  readonly by: string;
}

/**
 * What a failed call becomes: a refusal names the permission that is missing, a broken line is Busy. All
 * other errors stay as AWS made them.
 */
export function explainError(error: unknown, place: CallPlace): unknown {
  if (!(error instanceof Error) || error instanceof TourniquetError) return error;
  const unreachable = explainFault(error, place.service, place.region);
  if (unreachable !== null) return unreachable;
  if (!denials.has(error.name)) return error;
  const { account, region, by } = place;
  const permission = permissionFor(place);
  const why = withoutBlob(error.message);
  const message = `${permission} is denied in account ${account} (${region}); allow it to ${by}${why && `: ${why}`}`;
  return new AccessDenied(error.name, permission, { message, cause: error });
}

const permissionFor = ({ service, command }: CallPlace): string =>
  service === 'sts' ? `sts:${operationOf(command)}` : permissionOf(service, operationOf(command));

/** EC2 adds an encoded message of some thousand characters, and says nothing else that the rest does not. */
function withoutBlob(message: string): string {
  const [said = ''] = message.split(/\s*Encoded authorization failure message:/);
  return said.replace(/^You are not authorized to perform this operation\.\s*/, '').trim();
}
