import { type ClientMakers, makeS3, makeS3Control } from '../../aws/sdk-clients.ts';
import { toHandler } from '../../lambda/handler.ts';
import { measureAction } from '../../lambda/measure-action.ts';
import { openActions } from '../../lambda/runner.ts';
import { s3Actions as actions } from './actions.ts';

/** What the permissions of its actions speak of. */
export const makers: ClientMakers = { s3: makeS3, s3control: makeS3Control };

export const handler = toHandler('actions-s3', () => openActions({ actions, makers }), measureAction);
