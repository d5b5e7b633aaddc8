import type { BrowserContext, Page } from 'playwright-core';
import { submitBy } from './submit-by.ts';

/** What a scanner did, so that a test can see that it did something. */
export interface Scan {
  readonly links: number;
  readonly requests: number;
  readonly forms: number;
}

/** What scanners type where something is asked for: nothing, something like a code, something like a person. */
const madeUp = ['', '12345678', 'test@example.com'];
const methods = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * What a mail scanner does with a message, and worse: it prefetches each link, knocks at it with every method, opens it
 * in a real browser with JavaScript, and submits every form by every button, empty and with made-up values, whether the
 * form would let it or not. It has the whole message, and no idea which word of it is the code.
 */
export async function scanMail(context: BrowserContext, text: string): Promise<Scan> {
  const links = text.match(/https?:\/\/\S+/g) ?? [];
  let requests = 0;
  let forms = 0;
  const page = await context.newPage();
  for (const link of links) {
    await prefetch(page, link);
    requests += await knock(context, link);
    forms += await submitForms(page, link);
  }
  await page.close();
  return { links: links.length, requests, forms };
}

/** As the preview of a mail program may: from another origin, by whatever loads something. */
async function prefetch(page: Page, link: string): Promise<void> {
  await page.goto('about:blank');
  await page.setContent(
    `<link rel="prefetch" href="${link}"><img src="${link}"><iframe src="${link}"></iframe><script src="${link}"></script>`,
  );
  await page.evaluate(async (address) => {
    const form = () => new URLSearchParams({ decision: 'approved', code: '12345678' });
    await Promise.allSettled([
      fetch(address, { mode: 'no-cors' }),
      fetch(address, { mode: 'no-cors', method: 'HEAD' }),
      fetch(address, { mode: 'no-cors', method: 'POST', body: form() }),
    ]);
    navigator.sendBeacon(address, form());
  }, link);
}

/** Without a browser, from nowhere and as if from the page itself, without a code. */
async function knock({ request }: BrowserContext, link: string): Promise<number> {
  const { origin } = new URL(link);
  let requests = 0;
  for (const method of methods) {
    await request.fetch(link, { method });
    await request.fetch(link, { method, headers: { origin }, form: { decision: 'approved' } });
    requests += 2;
  }
  return requests;
}

async function submitForms(page: Page, link: string): Promise<number> {
  let forms = 0;
  for (const value of madeUp) {
    await page.goto(link);
    const buttons = await page.locator('form button:not([disabled])').count();
    for (let nth = 0; nth < buttons; nth += 1) if (await submitForm(page, link, { value, nth })) forms += 1;
  }
  return forms;
}

/** @returns false where the page has no form any more: guesses kill a link. */
async function submitForm(
  page: Page,
  link: string,
  { value, nth }: { readonly value: string; readonly nth: number },
): Promise<boolean> {
  await page.goto(link);
  const button = page.locator('form button:not([disabled])').nth(nth);
  if (!(await button.isVisible())) return false;
  for (const field of await page.locator('form input, form textarea').all()) await field.fill(value);
  await page.locator('form').evaluateAll((all) => {
    for (const form of all) (form as HTMLFormElement).noValidate = true;
  });
  await submitBy(page, button);
  return true;
}
