import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { it } from 'vitest';
import { openPage } from './support/in-test.ts';
import { makeFolder } from './support/make-folder.ts';
import { startProgram } from './support/start-program.ts';

async function sendExample(page: Page): Promise<void> {
  await page.getByText('No incidents in these days').waitFor();
  await page.getByLabel('Example').selectOption('ec2-cryptocurrency');
  await page.getByRole('button', { name: 'Send this example finding' }).click();
}

async function seeContained(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Incidents', exact: true }).first().click();
  await page.getByRole('link', { name: /^Bitcoin-related domain name/ }).click();
  await page.locator('.page-head').getByText('Contained').waitFor();
  const isolated = page.getByRole('article').filter({ hasText: 'ec2.isolate-instance' });
  await isolated.getByText('Verified: contained').waitFor();
}

async function seeHistory(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'its execution' }).click();
  await page.getByRole('heading', { level: 1, name: /isolate-compromised-instance/ }).waitFor();
  const step = page.locator('.state-button', { has: page.getByText('isolate', { exact: true }) });
  await step.getByText('Succeeded').waitFor();
  await page.getByRole('cell', { name: 'ExecutionStarted' }).waitFor();
}

it('a newcomer types npm start, sends an example, and sees an instance contained, how, and again tomorrow', async () => {
  const database = join(await makeFolder(), 'tourniquet.db');
  const { page, watch } = await openPage();
  const today = await startProgram(database);
  await page.goto(today.url);
  await sendExample(page);
  await seeContained(page);
  await seeHistory(page);

  // What the page had open is cut off.
  watch.expect(/ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_REFUSED/);
  await today.interrupt();
  const tomorrow = await startProgram(database);
  await page.goto(tomorrow.url);
  await seeContained(page);
});
