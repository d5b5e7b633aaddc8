import { createClients, sendOf, type Clients } from '../../aws-clients.ts';
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
  return createClients(async (service, command, options) => {
    await pass(service, operationOf(command), gate);
    return await sendOf(clients, service)(command, options);
  });
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
