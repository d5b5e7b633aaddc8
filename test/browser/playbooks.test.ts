import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import leakedKey from '../../docs/examples/iam-key-compromised.json' with { type: 'json' };
import { openConsole, serveNow } from './support/console.ts';
import { copyPlaybooks } from './support/make-folder.ts';

const id = 'disable-compromised-key';

/** The page of a playbook whose file the test may write to. */
async function openPlaybook() {
  const playbooks = await copyPlaybooks();
  const served = await serveNow({ playbooks });
  const file = join(playbooks, id, 'playbook.json');
  const { page, watch } = await openConsole(served, `/playbooks/${id}`);
  await page.getByText('It compiles', { exact: true }).waitFor();
  return { served, page, watch, file };
}

/** Writes over everything in the editor. */
async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Playbook, as JSON' }).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

/** As somebody else, who began at the same time. */
async function saveElsewhere(page: Page, text: string): Promise<void> {
  const url = new URL(`/api/playbooks/${id}`, page.url()).href;
  const { request } = page.context();
  const { hash: base } = (await (await request.get(url)).json()) as { hash: string };
  const saved = await request.put(url, { data: { text, base }, headers: { origin: new URL(url).origin } });
  expect(saved.status(), await saved.text()).toBe(200);
}

describe('a playbook', () => {
  it('is edited: an error is shown with its line and what was meant, mended, and saved to its file', async () => {
    const { page, file, served } = await openPlaybook();
    const text = await readFile(file, 'utf8');
    const save = page.getByRole('button', { name: 'Save' });
    await write(page, text.replace('"mode": "auto"', '"mode": "atuo"'));
    const problem = page.getByRole('list', { name: 'Problems' }).getByRole('listitem');
    await problem.getByText('"auto"').first().waitFor();
    expect(await problem.innerText()).toContain('Line ');
    await page.getByText('1 problem').waitFor();
    expect(await save.isDisabled()).toBe(true);

    await write(page, text.replace('"mode": "auto"', '"mode": "approve"'));
    await page.getByText('It compiles', { exact: true }).waitFor();
    await save.click();
    await page.getByText('Not saved', { exact: true }).waitFor({ state: 'detached' });
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ mode: 'approve' });

    // The next finding is answered by what was saved.
    await served.send(leakedKey);
    await expect.poll(async () => await served.home.waitingApprovals(), { timeout: 20_000 }).toHaveLength(1);
  });

  it('is tried on a finding, and changes nothing', async () => {
    const { page, served } = await openPlaybook();
    await page.getByLabel('Finding').selectOption('example iam-key-compromised');
    await page.getByRole('button', { name: 'Shadow-run' }).click();
    const outcome = page.locator('section.card').filter({ hasText: 'What it would do' });
    await outcome.getByText('iam.disable-access-key').first().waitFor();
    expect(await outcome.innerText()).toContain('AKIAEXAMPLEDEPLOY001');
    expect((await served.home.report()).incidents).toEqual([]);
    expect(served.home.accounts.calls()).toEqual([]);
  });

  it('that somebody else saved meanwhile is not written over: theirs is shown, and can be taken', async () => {
    const { page, watch, file } = await openPlaybook();
    watch.expect(/status of 409/);
    const text = await readFile(file, 'utf8');
    await write(page, text.replace('"mode": "auto"', '"mode": "approve"'));
    await page.getByText('It compiles', { exact: true }).waitFor();
    await saveElsewhere(page, text.replace('"mode": "auto"', '"mode": "shadow"'));
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').getByText('Somebody else saved this playbook').waitFor();
    expect(await readFile(file, 'utf8')).toContain('"mode": "shadow"');
    await page.getByRole('button', { name: 'Show theirs' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Take theirs' }).click();
    await page.getByText('Not saved', { exact: true }).waitFor({ state: 'detached' });
  });
});
