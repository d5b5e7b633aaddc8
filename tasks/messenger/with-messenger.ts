import { createClients, sendOf, type AwsAccess, type Clients } from '../aws-clients.ts';
import type { Messenger } from './messenger.ts';

/** Accounts, and beside them the messenger. Accounts are entered where something is asked of them only. */
export const withMessenger =
  (access: AwsAccess, messenger: Messenger): AwsAccess =>
  (scope) => {
    let entered: Clients | null = null;
    const enter = (): Clients => (entered ??= access(scope));
    return createClients(async (service, command, options) =>
      service === 'messenger'
        ? await messenger.send(command as never)
        : await sendOf(enter(), service)(command, options),
    );
  };
