import { makeSecurityHub } from '../aws/sdk-clients.ts';
import { openAccounts } from '../lambda/accounts.ts';
import { loadConfig } from '../lambda/files.ts';
import { toHandler } from '../lambda/handler.ts';
import { openStore } from '../lambda/own.ts';
import { createWriteBack } from './index.ts';

export const handler = toHandler('write-back', async () => {
  const config = await loadConfig();
  const { access } = await openAccounts(config, { securityhub: makeSecurityHub });
  const { mode: cap, guardrails } = config;
  return createWriteBack({ ...openStore(), access, cap, guardrails });
});
