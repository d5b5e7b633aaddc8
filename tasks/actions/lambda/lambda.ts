import { type ClientMakers, makeLambda } from '../../aws/sdk-clients.ts';
import { toHandler } from '../../lambda/handler.ts';
import { measureAction } from '../../lambda/measure-action.ts';
import { openActions } from '../../lambda/runner.ts';
import { lambdaActions as actions } from './actions.ts';

/** What the permissions of its actions speak of. */
export const makers: ClientMakers = { lambda: makeLambda };

export const handler = toHandler('actions-lambda', () => openActions({ actions, makers }), measureAction);
