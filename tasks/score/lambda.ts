import { loadConfig } from '../lambda/files.ts';
import { toHandler } from '../lambda/handler.ts';
import { openStore } from '../lambda/own.ts';
import { createScore } from './index.ts';

export const handler = toHandler('score', async () => {
  const { score } = await loadConfig();
  return createScore({ ...openStore(), config: score });
});
