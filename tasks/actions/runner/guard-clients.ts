import type { Clients } from '../../aws-clients.ts';
import { ChangeRefused } from '../errors.ts';
import { isRead, operationOf, permissionOf } from './permissions.ts';

/** What a phase of an action may do. */
export interface Gate {
  /** IAM actions, as the spec lists them for the phase. */
  readonly permissions: readonly string[];
  /** Throws where a mutation must not be made now. Null: this phase only reads. */
  readonly beforeMutation: (() => Promise<void>) | null;
}

/**
 * The only clients that an action gets. On AWS the session policy says the same again; here it holds for
 * every home, and a spec that forgets a permission fails its tests.
 */
export function guardClients(clients: Clients, gate: Gate): Clients {
  const guarded = <S extends keyof Clients>(service: S): Clients[S] =>
    ({
      // `send` is overloaded for every command; what goes in comes out as it would without the guard.
      send: (async (command: object) => {
        await pass(service, operationOf(command), gate);
        return (clients[service].send as (command: object) => Promise<unknown>)(command);
      }) as unknown as Clients[S]['send'],
    }) as Clients[S];
  return {
    ec2: guarded('ec2'),
    iam: guarded('iam'),
    s3: guarded('s3'),
    securityhub: guarded('securityhub'),
    guardduty: guarded('guardduty'),
  };
}

async function pass(service: keyof Clients, operation: string, gate: Gate): Promise<void> {
  const permission = permissionOf(service, operation);
  if (!gate.permissions.includes(permission)) {
    throw new ChangeRefused(
      'permissions',
      `${operation} needs ${permission}, which the action's spec does not list`,
    );
  }
  if (isRead(operation)) return;
  if (gate.beforeMutation === null) {
    throw new ChangeRefused('read-only', `${operation} changes the account, and this phase only reads`);
  }
  await gate.beforeMutation();
}
