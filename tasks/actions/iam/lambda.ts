import { makeEc2, makeIam } from '../../aws/sdk-clients.ts';
import { toHandler } from '../../lambda/handler.ts';
import { openActions } from '../../lambda/runner.ts';
import { iamActions as actions } from './actions.ts';

export const handler = toHandler('actions-iam', () =>
  openActions({ actions, makers: { iam: makeIam, ec2: makeEc2 } }),
);
