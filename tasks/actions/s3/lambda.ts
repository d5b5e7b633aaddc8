import { makeS3, makeS3Control } from '../../aws/sdk-clients.ts';
import { toHandler } from '../../lambda/handler.ts';
import { openActions } from '../../lambda/runner.ts';
import { s3Actions as actions } from './actions.ts';

export const handler = toHandler('actions-s3', () =>
  openActions({ actions, makers: { s3: makeS3, s3control: makeS3Control } }),
);
