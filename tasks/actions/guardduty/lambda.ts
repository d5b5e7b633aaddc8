import { makeGuardDuty } from '../../aws/sdk-clients.ts';
import { toHandler } from '../../lambda/handler.ts';
import { openActions } from '../../lambda/runner.ts';
import { guarddutyActions as actions } from './actions.ts';

export const handler = toHandler('actions-guardduty', () =>
  openActions({ actions, makers: { guardduty: makeGuardDuty } }),
);
