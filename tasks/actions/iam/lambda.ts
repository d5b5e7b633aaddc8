import { type ClientMakers, makeEc2, makeIam } from '../../aws/sdk-clients.ts';
import { toHandler } from '../../lambda/handler.ts';
import { measureAction } from '../../lambda/measure-action.ts';
import { openActions } from '../../lambda/runner.ts';
import { iamActions as actions } from './actions.ts';

/** What the permissions of its actions speak of. */
export const makers: ClientMakers = { iam: makeIam, ec2: makeEc2 };

export const handler = toHandler('actions-iam', () => openActions({ actions, makers }), measureAction);
