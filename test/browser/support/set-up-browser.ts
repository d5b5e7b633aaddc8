import type { TestProject } from 'vitest/node';
import { buildConsole, checkConsole } from '../../../runtime/http/build-console.ts';
import { type Chromium, unpackChromium } from './unpack-chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly chromium: Chromium;
  }
}

/**
 * Before the lane: a browser and the console, once for all tests. Unpacked here because two that unpack at once trip over
 * each other.
 */
export default async function setUpBrowser(project: TestProject): Promise<void> {
  if ((await checkConsole()) === 'stale') await buildConsole();
  project.provide('chromium', await unpackChromium());
}
