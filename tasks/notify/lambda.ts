import { toHandler } from '../lambda/handler.ts';
import { clock, digest, openStore } from '../lambda/own.ts';
import { createNotify } from './index.ts';

export const handler = toHandler('notify', () => createNotify({ ...openStore(), clock, digest }));
