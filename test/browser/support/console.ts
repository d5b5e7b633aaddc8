import type { Page } from 'playwright-core';
import miner from '../../../docs/examples/ec2-cryptocurrency.json' with { type: 'json' };
import { createLeapingClock } from '../../support/leaping-clock.ts';
import type { ServedHome, ServeOptions } from '../../support/served-home.ts';
import { openPage, serveHome, type Visit } from './in-test.ts';
import type { Watch } from './watch-pages.ts';

/** A home whose time is that of the browsers which look at it, so that both have one idea of what is over. */
export const serveNow = async (options: Omit<ServeOptions, 'clock'> = {}): Promise<ServedHome> =>
  await serveHome({ ...options, clock: createLeapingClock(Date.now()) });

export interface ConsoleWindow {
  readonly page: Page;
  readonly watch: Watch;
}

/** A console in a window of its own. */
export async function openConsole(
  { url }: Pick<ServedHome, 'url'>,
  path = '/',
  visit: Visit = {},
): Promise<ConsoleWindow> {
  const opened = await openPage(visit);
  await opened.page.goto(url + path);
  return opened;
}

/** Until nothing on the page is on its way any more. */
export async function untilLoaded(page: Page): Promise<void> {
  await page.locator('main').waitFor();
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
}

/** The page of the miner's incident, once the instance is cut off. */
export async function openContained(served: ServedHome): Promise<ConsoleWindow> {
  await served.send(miner);
  await served.home.idle();
  const [incident] = await served.home.stores.incidents.list();
  return await openConsole(served, `/incidents/${incident?.id}`);
}
