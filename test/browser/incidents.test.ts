import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import leakedKey from '../../docs/examples/iam-key-compromised.json' with { type: 'json' };
import login from '../../docs/examples/iam-console-login.json' with { type: 'json' };
import miner from '../../docs/examples/ec2-cryptocurrency.json' with { type: 'json' };
import { openConsole, openContained, serveNow } from './support/console.ts';

describe('an incident', () => {
  it('is undone after its page said what that does, and leaves it alone when one thinks better of it', async () => {
    const served = await serveNow();
    const { page } = await openContained(served);
    const dialog = page.getByRole('dialog');
    const isolated = page.getByRole('article').filter({ hasText: 'ec2.isolate-instance' });

    await isolated.getByRole('button', { name: 'Undo…' }).click();
    await dialog.getByText('Will be put back').waitFor();
    expect(await dialog.innerText()).toContain('i-0a1b2c3d4e5f67890');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect((await served.home.report()).incidents).toMatchObject([{ status: 'contained' }]);

    await page.getByRole('button', { name: 'Undo all…' }).click();
    await dialog.getByText('Will be put back').waitFor();
    await dialog.getByRole('button', { name: 'Undo' }).click();
    await dialog.getByText('The incident is released').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await isolated.getByText('Undone').waitFor();
    await page.locator('.page-head').getByText('Released').waitFor();
    expect((await served.home.report()).incidents).toMatchObject([{ status: 'released' }]);
  });

  it('shows calls and difference of each plan, and a timeline that is whole', async () => {
    const { page } = await openContained(await serveNow());
    const isolated = page.getByRole('article').filter({ hasText: 'ec2.isolate-instance' });
    await isolated.getByText('Plan: what changes, and the exact calls').click();
    expect(await isolated.innerText()).toContain('ModifyNetworkInterfaceAttribute');
    await page.getByText(/Hash chain whole: \d+ lines/).waitFor();
  });

  it('is handed on as a report, and the list as a table', async () => {
    const served = await serveNow();
    const { page } = await openContained(served);
    const [report] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Report' }).click(),
    ]);
    const text = await readFile(await report.path(), 'utf8');
    expect(text).toContain('# ');
    expect(text).toContain('i-0a1b2c3d4e5f67890');
    await page.goto(`${served.url}/incidents`);
    const [table] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'CSV' }).click(),
    ]);
    expect((await readFile(await table.path(), 'utf8')).split('\n')[1]).toContain('i-0a1b2c3d4e5f67890');
  });
});

describe('the list of incidents', () => {
  it('shows what comes in while one looks, without being asked', async () => {
    const served = await serveNow();
    const { page } = await openConsole(served, '/incidents');
    await page.getByText('No incidents yet').waitFor();
    await served.send(leakedKey);
    await page.getByRole('link', { name: /deploy-bot may have compromised/ }).waitFor();
    await served.send(miner);
    await page.getByRole('link', { name: /^Bitcoin-related/ }).waitFor();
  });

  it('finds by text, keeps what was looked for in the address, and says when nothing fits', async () => {
    const served = await serveNow();
    for (const event of [leakedKey, miner, login]) await served.send(event);
    await served.home.stores.incidents.list();
    const { page } = await openConsole(served, '/incidents');
    const rows = page.getByRole('row');
    await expect.poll(() => rows.count()).toBe(4);
    await page.getByRole('searchbox').fill('deploy-bot');
    await expect.poll(() => rows.count()).toBe(2);
    expect(page.url()).toContain('q=deploy-bot');
    await page.reload();
    await expect.poll(() => rows.count()).toBe(2);
    await page.getByRole('searchbox').fill('nothing like that');
    await page.getByText('No incident fits').waitFor();
    await page.getByRole('button', { name: 'Show all incidents' }).click();
    await expect.poll(() => rows.count()).toBe(4);
  });
});
