import { makeLambda } from '../../aws/sdk-clients.ts';
import { toHandler } from '../../lambda/handler.ts';
import { openActions } from '../../lambda/runner.ts';
import { lambdaActions as actions } from './actions.ts';

export const handler = toHandler('actions-lambda', () =>
  openActions({ actions, makers: { lambda: makeLambda } }),
);
