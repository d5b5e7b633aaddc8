import { toHandler } from '../lambda/handler.ts';
import { clock, openStore } from '../lambda/own.ts';
import { createEndPlaybook } from './index.ts';

export const handler = toHandler('end-playbook', () => createEndPlaybook({ ...openStore(), clock }));
