import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Role } from '../../core/api/session.ts';
import login from '../../docs/examples/iam-console-login.json' with { type: 'json' };
import miner from '../../docs/examples/ec2-cryptocurrency.json' with { type: 'json' };
import { openConsole, serveNow } from './support/console.ts';
import { expectAccessible } from './support/accessibility.ts';

const tokenOf = (name: string): string => `token-of-${name}`;
const personOf = (name: string, ...roles: Role[]) => ({
  name,
  roles,
  tokenHash: hash('sha256', tokenOf(name)),
});
const people = [personOf('vic', 'viewer'), personOf('ana', 'approver'), personOf('rob', 'responder')];

async function servePeople() {
  const served = await serveNow({ config: { server: { people } } });
  for (const event of [login, miner]) await served.send(event);
  await expect.poll(async () => await served.home.waitingApprovals(), { timeout: 20_000 }).toHaveLength(1);
  return served;
}

/** A console that somebody signed in to. */
async function signIn(served: Awaited<ReturnType<typeof servePeople>>, name: string) {
  const opened = await openConsole(served);
  // Before somebody has signed in, the first request is refused: that is how the console knows.
  opened.watch.expect(/status of 401/);
  const { page } = opened;
  await page.getByLabel('Your token').fill(tokenOf(name));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('banner').getByText(name, { exact: true }).waitFor();
  return page;
}

describe('people with roles', () => {
  it('are asked for a token, told when it is wrong, and sign out again', async () => {
    const served = await servePeople();
    const { page, watch } = await openConsole(served, '/incidents');
    watch.expect(/status of 401/);
    await page.getByLabel('Your token').fill('made-up');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('nobody has this token').waitFor();
    await expectAccessible(page);
    await page.getByLabel('Your token').fill(tokenOf('vic'));
    await page.getByLabel('Your token').press('Enter');
    await page.getByRole('heading', { name: 'Incidents' }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Your token').waitFor();
  });

  const buttons = ['Undo all…', 'Respond again…', 'Approve', 'Reject', 'New playbook', 'Save', /Armed/];
  it('see everything as viewers, and no button that they may not press', async () => {
    const served = await servePeople();
    const page = await signIn(served, 'vic');
    const incident = (await served.home.stores.incidents.list()).find(({ type }) =>
      type.startsWith('Crypto'),
    );
    const [question] = await served.home.waitingApprovals();
    for (const path of [
      `/incidents/${incident?.id}`,
      `/approvals/${question?.id}`,
      '/playbooks',
      '/playbooks/isolate-compromised-instance',
    ]) {
      await page.goto(served.url + path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      for (const name of buttons)
        expect(await page.getByRole('button', { name }).count(), `${path}: ${name}`).toBe(0);
    }
  });

  it('see as approvers and responders what they may press', async () => {
    const served = await servePeople();
    const [question] = await served.home.waitingApprovals();
    const ana = await signIn(served, 'ana');
    await ana.goto(`${served.url}/approvals/${question?.id}`);
    await ana.getByRole('button', { name: 'Approve' }).waitFor();
    const rob = await signIn(served, 'rob');
    await rob.goto(`${served.url}/approvals/${question?.id}`);
    await rob.getByText('Asked by playbook').waitFor();
    expect(await rob.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    await rob.getByRole('button', { name: /Armed/ }).waitFor();
  });
});
