import { describe, expect, it } from 'vitest';
import miner from '../../docs/examples/ec2-cryptocurrency.json' with { type: 'json' };
import { expectAccessible } from './support/accessibility.ts';
import { openConsole } from './support/console.ts';
import { serveLikeAws } from './support/serve-like-aws.ts';

type Served = Awaited<ReturnType<typeof serveLikeAws>>;

async function openSignedOut(served: Served, path = '/') {
  const opened = await openConsole(served, path);
  // That nobody is signed in is how the console knows.
  opened.watch.expect(/status of 401/);
  return opened;
}

async function signIn(served: Served, path = '/') {
  const opened = await openSignedOut(served, path);
  await opened.page.getByRole('button', { name: 'Sign in' }).click();
  await opened.page.getByRole('link', { name: 'Come in as ana' }).click();
  await opened.page.getByRole('banner').getByText('ana', { exact: true }).waitFor();
  return opened;
}

describe('signing in at a login elsewhere', () => {
  it('leads there and back to the page that was asked for, and leaves no code in the address', async () => {
    const served = await serveLikeAws();
    const { page } = await openSignedOut(served, '/executions?status=FAILED');
    await page.getByText('You sign in at 127.0.0.1').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: 'Come in as ana' }).click();
    await page.getByRole('heading', { name: 'Executions', level: 1 }).waitFor();
    expect(page.url()).toBe(`${served.url}/executions?status=FAILED`);
    await page.goBack();
    expect(page.url()).not.toContain('code=');
  });

  it('keeps the token out of what the browser stores', async () => {
    const served = await serveLikeAws();
    const { page } = await signIn(served);
    const stored = await page.evaluate(() =>
      JSON.stringify([...[localStorage, sessionStorage].map((one) => Object.entries(one)), document.cookie]),
    );
    expect(stored).not.toMatch(/[\w-]{30,}/);
    expect(JSON.parse(stored)).toEqual([[], [['tourniquet.signed-in', 'yes']], '']);
  });

  it('says in the words of the login that it said no', async () => {
    const { page } = await openSignedOut(await serveLikeAws());
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: 'Stay out' }).click();
    await page.getByRole('alert').getByText('Signing in did not work: the administrator said no').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
  });

  it('takes no code that it did not ask for', async () => {
    const served = await serveLikeAws();
    const { page } = await openSignedOut(served, '/?code=somebody-elses&state=made-up');
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(served.login.seen.filter((request) => request.startsWith('POST'))).toEqual([]);
  });

  it('needs no word where the login knows them, when the page is loaded anew', async () => {
    const served = await serveLikeAws();
    const { page } = await signIn(served, '/playbooks');
    served.login.setting.knows = true;
    await page.reload();
    await page.getByRole('banner').getByText('ana', { exact: true }).waitFor();
    await page.getByRole('heading', { name: 'Playbooks', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(served.login.seen.slice(-2)).toEqual(['POST /oauth2/revoke', 'GET /logout']);
    await page.reload();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
  });

  it('renews a token before it ends, once for all who ask', async () => {
    const served = await serveLikeAws();
    served.login.setting.seconds = 59;
    const { page } = await signIn(served);
    served.login.setting.seconds = 900;
    await page.getByRole('link', { name: 'Incidents', exact: true }).click();
    await page.getByRole('heading', { name: 'Incidents', level: 1 }).waitFor();
    const asked = () => served.login.seen.filter((request) => request === 'POST /oauth2/token').length;
    await expect.poll(asked).toBeGreaterThanOrEqual(2);
    const soFar = asked();
    await page.getByRole('link', { name: 'Playbooks', exact: true }).click();
    await page.getByRole('heading', { name: 'Playbooks', level: 1 }).waitFor();
    expect(asked() - soFar).toBeLessThanOrEqual(1);
  });

  it('asks again, and does not leave by itself, when it is over', async () => {
    const served = await serveLikeAws();
    const { page } = await signIn(served, '/playbooks');
    served.login.forgetAll();
    await page.getByText('Your session is over.').waitFor();
    expect(new URL(page.url()).pathname).toBe('/playbooks');
  });

  it('downloads with the token what links lead to', async () => {
    const served = await serveLikeAws();
    const { page } = await signIn(served, '/incidents');
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: 'CSV' }).click();
    expect((await downloading).suggestedFilename()).toBe('incidents.csv');
  });
});

describe('where nothing is streamed', () => {
  it('shows what happens by asking again', async () => {
    const served = await serveLikeAws();
    const { page } = await signIn(served, '/incidents');
    await page.getByText('Every 5 s').waitFor();
    await page.getByText('No incidents').first().waitFor();
    await served.send(miner);
    await page.getByRole('link', { name: /^Bitcoin-related/ }).waitFor({ timeout: 20_000 });
    expect(await page.getByText('Not connected').count()).toBe(0);
  });

  it('asks again also where it was told that something is', async () => {
    const served = await serveLikeAws({ live: 'events' });
    const { page } = await signIn(served, '/incidents');
    await page.getByText('Every 5 s').waitFor();
    await served.send(miner);
    await page.getByRole('link', { name: /^Bitcoin-related/ }).waitFor({ timeout: 20_000 });
  });
});
