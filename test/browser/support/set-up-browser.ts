import type { TestProject } from 'vitest/node';
import { type Chromium, unpackChromium } from './unpack-chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly chromium: Chromium;
  }
}

/** Before the lane: a browser. Unpacked here and not in tests, because two that unpack at once trip over each other. */
export default async function setUpBrowser(project: TestProject): Promise<void> {
  project.provide('chromium', await unpackChromium());
}
