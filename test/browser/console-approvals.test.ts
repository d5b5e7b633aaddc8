import { describe, expect, it } from 'vitest';
import login from '../../docs/examples/iam-console-login.json' with { type: 'json' };
import { openConsole, serveNow } from './support/console.ts';

async function serveAsking() {
  const served = await serveNow();
  await served.send(login);
  await expect.poll(async () => await served.home.waitingApprovals(), { timeout: 20_000 }).toHaveLength(1);
  return served;
}

describe('a question in the console', () => {
  it('is found by the number that waits, read and approved, and the incident is contained then', async () => {
    const served = await serveAsking();
    const { page } = await openConsole(served);
    await page.getByRole('link', { name: /Approvals\s*1 waiting/ }).click();
    await page.getByRole('link', { name: /Deny user anna everything/ }).click();
    const main = page.getByRole('main');
    await main.getByText('AttachUserPolicy').first().waitFor({ state: 'attached' });
    await main.getByLabel('Why (optional)').fill('she is on leave');
    await main.getByRole('button', { name: 'Approve' }).click();
    await main.getByText(/said yes.*she is on leave/).waitFor();
    await served.home.idle();
    expect((await served.home.report()).incidents).toMatchObject([{ status: 'contained' }]);
    const [answer] = (await served.home.report()).incidents[0]?.approvals[0]?.answers ?? [];
    expect(answer).toMatchObject({ decision: 'approved', from: { via: 'console' } });
  });

  it('is rejected on a phone, and nothing is changed', async () => {
    const served = await serveAsking();
    const { page } = await openConsole(served, '/approvals', { screen: 'phone' });
    await page.getByRole('link', { name: /Deny user anna everything/ }).click();
    await page.getByRole('button', { name: 'Reject' }).click();
    await page.getByText(/said no/).waitFor();
    await served.home.idle();
    expect((await served.home.report()).incidents).toMatchObject([{ status: 'not-contained' }]);
  });
});
