import { makeSecurityHub } from '../../aws/sdk-clients.ts';
import { toHandler } from '../../lambda/handler.ts';
import { openActions } from '../../lambda/runner.ts';
import { securityhubActions as actions } from './actions.ts';

export const handler = toHandler('actions-securityhub', () =>
  openActions({ actions, makers: { securityhub: makeSecurityHub } }),
);
