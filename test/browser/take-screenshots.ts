import { mkdir, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { buildConsole, checkConsole } from '../../runtime/http/build-console.ts';
import { type Fortnight, openFortnight } from './support/fortnight.ts';
import { launchBrowser, screens } from './support/launch-browser.ts';
import { listPages } from './support/list-pages.ts';
import { unpackChromium } from './support/unpack-chromium.ts';

interface Shot {
  /** Of the file, without `.png`. */
  readonly name: string;
  readonly url: string;
  readonly screen: keyof typeof screens;
  readonly scheme: 'light' | 'dark';
}

const folder = fileURLToPath(new URL('../../docs/images/', import.meta.url));
/** So that a clone stays quick. */
const mostBytes = 250_000;

/** Pages that look like something in the dark, and those that one needs on a phone. */
const dark = new Set(['overview', 'incident', 'execution', 'playbook']);
const phone = new Set(['approval', 'incident', 'incidents']);

async function listShots(served: Fortnight): Promise<readonly Shot[]> {
  const pages = (await listPages(served)).filter(({ name }) => name !== 'nowhere');
  const [mail] = await served.readMail();
  if (mail === undefined) throw new Error('nobody is asked anything');
  const shots = pages.flatMap(({ name, path }): Shot[] => {
    const url = served.url + path;
    return [
      { name, url, screen: 'desk', scheme: 'light' },
      ...(dark.has(name) ? [{ name: `${name}-dark`, url, screen: 'desk', scheme: 'dark' } as const] : []),
      ...(phone.has(name) ? [{ name: `${name}-phone`, url, screen: 'phone', scheme: 'light' } as const] : []),
    ];
  });
  return [
    ...shots,
    { name: 'question-by-link', url: mail.link, screen: 'phone', scheme: 'light' },
    { name: 'question-by-link-dark', url: mail.link, screen: 'phone', scheme: 'dark' },
  ];
}

interface Studio {
  readonly fortnight: Fortnight;
  /** Epoch milliseconds. */
  readonly now: number;
}

async function take(browser: Browser, { name, url, screen, scheme }: Shot, { fortnight, now }: Studio) {
  const context = await browser.newContext({ ...screens[screen], colorScheme: scheme });
  await fortnight.signIn(context);
  const page = await context.newPage();
  await page.clock.setFixedTime(now);
  await page.goto(url);
  await untilDrawn(page);
  const path = `${folder}${name}.png`;
  await page.screenshot({ path, animations: 'disabled' });
  await context.close();
  const { size } = await stat(path);
  console.log(`${String(Math.round(size / 1000)).padStart(5)} kB  docs/images/${name}.png`);
  if (size > mostBytes) throw new Error(`${path} has more than ${mostBytes} bytes`);
}

/** Until nothing is on its way, and graphs have found their place. */
async function untilDrawn(page: Page): Promise<void> {
  await page.locator('main').waitFor();
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(500);
}

if ((await checkConsole()) === 'stale') await buildConsole();
await mkdir(folder, { recursive: true });
const fortnight = await openFortnight();
const browser = await launchBrowser(await unpackChromium());
try {
  const now = fortnight.clock.now();
  for (const shot of await listShots(fortnight)) await take(browser, shot, { fortnight, now });
} finally {
  await browser.close();
  await fortnight.close();
}
