import { toHandler } from '../lambda/handler.ts';
import { clock, digest, openStore } from '../lambda/own.ts';
import { createDeadLetter } from './index.ts';

export const handler = toHandler(
  'dead-letter',
  () => createDeadLetter({ ...openStore(), clock, digest }),
  () => ({ ProcessingDeadLetters: 1 }),
);
