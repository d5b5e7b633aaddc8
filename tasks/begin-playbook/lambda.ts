import { loadConfig, loadLibrary } from '../lambda/files.ts';
import { toHandler } from '../lambda/handler.ts';
import { openStore } from '../lambda/own.ts';
import { createBeginPlaybook } from './index.ts';

export const handler = toHandler('begin-playbook', async () => {
  const [{ mode }, { find }] = await Promise.all([loadConfig(), loadLibrary()]);
  return createBeginPlaybook({ ...openStore(), findPlaybook: find, cap: mode });
});
