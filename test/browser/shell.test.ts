import { describe, expect, it } from 'vitest';
import leakedKey from '../../docs/examples/iam-key-compromised.json' with { type: 'json' };
import miner from '../../docs/examples/ec2-cryptocurrency.json' with { type: 'json' };
import { expectAccessible } from './support/accessibility.ts';
import { openConsole, serveNow } from './support/console.ts';

describe('the kill switch', () => {
  it('is in sight, asks before it is turned, and stops every change until it is turned back', async () => {
    const served = await serveNow();
    const { page } = await openConsole(served);
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Armed: playbooks act' }).click();
    await dialog.getByLabel('Why (optional)').fill('we do not know what it does');
    await dialog.getByRole('button', { name: 'Pause every change' }).click();
    await page.getByRole('button', { name: 'Paused: nothing is changed' }).waitFor();
    await served.send(miner);
    await served.home.idle();
    expect((await served.home.report()).incidents).toMatchObject([{ status: 'not-contained' }]);

    await page.getByRole('button', { name: 'Paused: nothing is changed' }).click();
    await dialog.getByRole('button', { name: 'Let playbooks act again' }).click();
    await page.getByRole('button', { name: 'Armed: playbooks act' }).waitFor();
    await served.send(leakedKey);
    await served.home.idle();
    expect((await served.home.report()).incidents.map(({ status }) => status).toSorted()).toEqual([
      'contained',
      'not-contained',
    ]);
  });
});

it('leads everywhere on a phone too', async () => {
  const { page } = await openConsole(await serveNow(), '/', { screen: 'phone' });
  for (const name of ['Messages', 'Dead letters']) {
    const link = page.getByRole('link', { name });
    await page.getByText('More', { exact: true }).waitFor();
    expect(await link.count()).toBe(0);
    await page.getByText('More', { exact: true }).click();
    await link.click();
    await page.getByRole('heading', { name, level: 1 }).waitFor();
    await link.waitFor({ state: 'detached' });
  }
  await expectAccessible(page);
});

it('has nothing to sign out of where nobody signs in', async () => {
  const { page } = await openConsole(await serveNow());
  await page.getByRole('button', { name: 'Armed: playbooks act' }).waitFor();
  expect(await page.getByRole('button', { name: 'Sign out' }).count()).toBe(0);
});

describe('the keyboard', () => {
  it('goes everywhere: to a list, along its rows, into one, and back', async () => {
    const served = await serveNow();
    await served.send(miner);
    await served.home.idle();
    const { page } = await openConsole(served);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('i');
    await page.getByRole('heading', { name: 'Incidents', level: 1 }).waitFor();
    await page.getByRole('link', { name: /^Bitcoin-related/ }).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /^Bitcoin-related/, level: 1 }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('e');
    await page.getByRole('heading', { name: 'Executions', level: 1 }).waitFor();
  });

  it.each(['/executions', '/playbooks'])('opens the first row of %s', async (path) => {
    const served = await serveNow();
    await served.send(miner);
    await served.home.idle();
    const { page } = await openConsole(served, path);
    await page.locator('main a[data-row]').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname.startsWith(`${path}/`));
  });

  it('comes first to what skips the navigation, and `?` says which keys there are', async () => {
    const { page } = await openConsole(await serveNow());
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('Go to Incidents').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });
});

it('colours are as the system has them, until one says otherwise, and stay so', async () => {
  const { page } = await openConsole(await serveNow(), '/', { scheme: 'dark' });
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  const dark = await background();
  await page.getByRole('button', { name: /Change to light/ }).click();
  const light = await background();
  expect(light).not.toBe(dark);
  await page.reload();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  expect(await background()).toBe(light);
});
