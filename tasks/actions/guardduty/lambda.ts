import { type ClientMakers, makeGuardDuty } from '../../aws/sdk-clients.ts';
import { toHandler } from '../../lambda/handler.ts';
import { measureAction } from '../../lambda/measure-action.ts';
import { openActions } from '../../lambda/runner.ts';
import { guarddutyActions as actions } from './actions.ts';

/** What the permissions of its actions speak of. */
export const makers: ClientMakers = { guardduty: makeGuardDuty };

export const handler = toHandler('actions-guardduty', () => openActions({ actions, makers }), measureAction);
