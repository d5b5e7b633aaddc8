import { loadConfig } from '../lambda/files.ts';
import { toHandler } from '../lambda/handler.ts';
import { digest, openStore } from '../lambda/own.ts';
import { createDeduplicate } from './index.ts';
import { measureVerdict } from './measure-verdict.ts';

export const handler = toHandler(
  'deduplicate',
  async () => {
    const { dedupe } = await loadConfig();
    return createDeduplicate({ ...openStore(), digest, config: dedupe });
  },
  measureVerdict,
);
