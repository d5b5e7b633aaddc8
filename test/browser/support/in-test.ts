import type { Browser, Page } from 'playwright-core';
import { expect, inject, onTestFinished } from 'vitest';
import { bringAxe } from './accessibility.ts';
import { launchBrowser, screens } from './launch-browser.ts';
import { openServedHome, type ServedHome, type ServeOptions } from '../../support/served-home.ts';
import { type Watch, watchPages } from './watch-pages.ts';

/** One browser for each worker: it keeps nothing from one context to the next, and ends with the worker. */
let browser: Promise<Browser> | undefined;

export interface Visit {
  readonly screen?: keyof typeof screens;
  readonly scheme?: 'light' | 'dark';
}

/**
 * A browser window of a new person, who keeps it until the test ends. Whatever is wrong on any page that it shows fails
 * the test; `watch.expect` says what belongs to it.
 */
export async function openPage({ screen = 'desk', scheme = 'light' }: Visit = {}): Promise<{
  readonly page: Page;
  readonly watch: Watch;
}> {
  browser ??= launchBrowser(inject('chromium'));
  const context = await (await browser).newContext({ ...screens[screen], colorScheme: scheme });
  await bringAxe(context);
  const watch = watchPages(context);
  onTestFinished(async () => {
    await context.close();
    expect(watch.troubles).toEqual([]);
  });
  return { page: await context.newPage(), watch };
}

/** A home with its server until the test ends, which fails if the server did. */
export async function serveHome(options: ServeOptions = {}): Promise<ServedHome> {
  const served = await openServedHome(options);
  onTestFinished(async () => {
    await served.close();
    expect(served.faults).toEqual([]);
  });
  return served;
}
