import { toHandler } from '../lambda/handler.ts';
import { clock, machineArn, openStore } from '../lambda/own.ts';
import { createOpenResponse } from './index.ts';

export const handler = toHandler('open-response', () =>
  createOpenResponse({ ...openStore(), clock, machineArn: (id) => machineArn(`playbook-${id}`) }),
);
