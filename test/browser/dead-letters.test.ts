import { describe, expect, it } from 'vitest';
import { hash } from 'node:crypto';
import type { ServedHome } from '../support/served-home.ts';
import { expectAccessible } from './support/accessibility.ts';
import { openConsole, serveNow } from './support/console.ts';

/** Takes in what is no record. @returns the id of its letter */
async function makeLetter({ home }: ServedHome, bytes: Uint8Array): Promise<string> {
  const origin = { via: 'file', account: null, trusted: false } as const;
  await home.ingest({ id: 'b1', label: 'cut.ndjson', origin, records: [{ bytes }] });
  const [letter] = await home.stores.deadLetters.list();
  return letter?.id ?? '';
}

describe('a dead letter', () => {
  it('shows why it waits and what came, is tried again, and dropped after a question', async () => {
    const served = await serveNow();
    const id = await makeLetter(served, Buffer.from('{"cut": "<b>off</b>\u202E'));
    const { page } = await openConsole(served, '/dead-letters');
    await page.getByRole('link', { name: /it is cut off/ }).click();
    await page.getByRole('heading', { name: 'cut.ndjson', level: 1 }).waitFor();
    expect(await page.getByRole('region', { name: 'What came' }).innerText()).toBe(
      '{"cut": "<b>off</b>\\u202e',
    );

    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Redrive…' }).click();
    await dialog.getByRole('button', { name: 'Redrive' }).click();
    await dialog.getByText('It still waits: it is cut off').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByText('Tried again').waitFor();

    await page.getByRole('button', { name: 'Drop…' }).click();
    await expectAccessible(page);
    await dialog.getByLabel('Why (optional)').fill('a test');
    await page.keyboard.press('Escape');
    expect(await served.home.stores.deadLetters.get(id)).not.toHaveProperty('ended');
    await page.getByRole('button', { name: 'Drop…' }).click();
    await dialog.getByLabel('Why (optional)').fill('a test');
    await dialog.getByRole('button', { name: 'Drop' }).click();
    await page.locator('.page-head').getByText('Dropped', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Redrive…' }).count()).toBe(0);
    expect(await served.home.stores.deadLetters.get(id)).toMatchObject({
      attempts: 2,
      ended: { how: 'dropped', reason: 'a test' },
    });

    await page.goto(`${served.url}/dead-letters`);
    await page.getByText('Everything that came in was handled').waitFor();
    await page.getByLabel('Show').selectOption('Redriven or dropped');
    await page.getByRole('link', { name: /it is cut off/ }).waitFor();
  });

  it('shows bytes that are no text in hexadecimal, on a phone too, within their frame', async () => {
    const served = await serveNow();
    const id = await makeLetter(served, Uint8Array.of(0xff, 0xfe, ...Buffer.from('\u001B[2J'.repeat(500))));
    const { page } = await openConsole(served, `/dead-letters/${id}`, { screen: 'phone' });
    const bytes = page.getByRole('region', { name: 'What came' });
    expect(await bytes.innerText()).toContain('00000000  ff fe 1b 5b 32 4a 1b 5b');
    await page.getByText('the first 1024 of 2002 bytes').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await expectAccessible(page);
  });

  it('is looked at by a viewer, who can change nothing', async () => {
    const tokenHash = hash('sha256', 'of-vic');
    const people = [{ name: 'vic', roles: ['viewer' as const], tokenHash }];
    const served = await serveNow({ config: { server: { people } } });
    const id = await makeLetter(served, Buffer.from('{"cut'));
    const { page, watch } = await openConsole(served, `/dead-letters/${id}`);
    // That nobody has signed in yet.
    watch.expect(/status of 401/);
    await page.getByLabel('Your token').fill('of-vic');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'What came' }).waitFor();
    expect(await page.getByRole('button', { name: /Redrive|Drop/ }).count()).toBe(0);
  });
});
