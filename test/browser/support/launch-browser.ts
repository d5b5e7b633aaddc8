import { type Browser, chromium } from 'playwright-core';
import type { Chromium } from './unpack-chromium.ts';

/** No name leads anywhere: what a page asks of another machine fails, besides being noticed. */
const nowhere = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1';

export const launchBrowser = async ({ path, env }: Chromium): Promise<Browser> =>
  await chromium.launch({ executablePath: path, env: { ...process.env, ...env }, args: [nowhere] });

/** As people hold it: wide on a desk, or a phone at night. */
export const screens = {
  desk: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
} as const;
