import { loadConfig } from '../lambda/files.ts';
import { toHandler } from '../lambda/handler.ts';
import { clock, openStore } from '../lambda/own.ts';
import { createEscalate } from './index.ts';

export const handler = toHandler('escalate', async () => {
  const { tellFrom } = await loadConfig();
  return createEscalate({ ...openStore(), clock, tellFrom });
});
