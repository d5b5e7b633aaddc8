import { toHandler } from '../../lambda/handler.ts';
import { withWebhooks } from '../../lambda/messenger.ts';
import { measureAction } from '../../lambda/measure-action.ts';
import { openActions } from '../../lambda/runner.ts';
import { generalActions as actions } from './actions.ts';

export const handler = toHandler(
  'actions-general',
  () => openActions({ actions, makers: {}, extend: withWebhooks }),
  measureAction,
);
