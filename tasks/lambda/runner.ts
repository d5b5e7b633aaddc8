import type { Config } from '../../core/config.ts';
import type { Json } from '../../core/json.ts';
import type { Action } from '../actions/action.ts';
import { createHomeRunner } from '../actions/home-runner.ts';
import type { ActionRunner } from '../actions/runner/index.ts';
import type { ClientMakers } from '../aws/sdk-clients.ts';
import type { AwsAccess } from '../aws-clients.ts';
import type { Task } from '../task.ts';
import { openAccounts } from './accounts.ts';
import { loadConfig } from './files.ts';
import { clock, digest, openRunCheck, openStore, type OpenStore } from './own.ts';

export interface RunnerParts {
  readonly actions: readonly Action[];
  readonly makers: ClientMakers;
  /** Puts something beside the accounts: see `withMessenger`. */
  readonly extend?: (access: AwsAccess, store: OpenStore, config: Config) => AwsAccess;
}

/** The action runner of a function, with the actions and the clients that it was made for. */
export async function openRunner({ actions, makers, extend }: RunnerParts): Promise<ActionRunner> {
  const config = await loadConfig();
  const store = openStore();
  const { access, bounds } = await openAccounts(config, makers);
  return createHomeRunner({
    ...store,
    config,
    actions: new Map(actions.map((action) => [action.spec.id, action])),
    access: extend?.(access, store, config) ?? access,
    bounds,
    digest,
    clock,
    isRunOpen: openRunCheck(),
  });
}

/** Answers the phases of the actions. */
export async function openActions(parts: RunnerParts): Promise<Task> {
  const runner = await openRunner(parts);
  return async (payload) => (await runner.act(payload)) as Json;
}
