import { loadLibrary } from '../lambda/files.ts';
import { toHandler } from '../lambda/handler.ts';
import { openStore } from '../lambda/own.ts';
import { createSelectPlaybooks } from './index.ts';

export const handler = toHandler('select-playbooks', async () => {
  const { select, find } = await loadLibrary();
  return createSelectPlaybooks({ ...openStore(), select, findPlaybook: find });
});
