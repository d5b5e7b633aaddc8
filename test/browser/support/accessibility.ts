import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** To be done before pages load: afterwards their CSP would keep axe-core out, as it should. */
export async function bringAxe(context: BrowserContext): Promise<void> {
  await context.addInitScript({ path: axe });
}

/** That axe-core finds nothing serious or critical; where it does: what, where and why. */
export async function expectAccessible(page: Page, where: string = page.url()): Promise<void> {
  const { violations, passes } = await page.evaluate(async () => await window.axe.run());
  // It looked at something.
  expect(passes.length).toBeGreaterThan(5);
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`));
  expect(serious, where).toEqual([]);
}

declare global {
  interface Window {
    readonly axe: { run(options?: RunOptions): Promise<AxeResults> };
  }
}
