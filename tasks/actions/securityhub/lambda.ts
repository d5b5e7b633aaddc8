import { type ClientMakers, makeSecurityHub } from '../../aws/sdk-clients.ts';
import { toHandler } from '../../lambda/handler.ts';
import { measureAction } from '../../lambda/measure-action.ts';
import { openActions } from '../../lambda/runner.ts';
import { securityhubActions as actions } from './actions.ts';

/** What the permissions of its actions speak of. */
export const makers: ClientMakers = { securityhub: makeSecurityHub };

export const handler = toHandler(
  'actions-securityhub',
  () => openActions({ actions, makers }),
  measureAction,
);
