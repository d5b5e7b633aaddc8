import { describe, expect, it } from 'vitest';
import { openPage } from './support/in-test.ts';
import { type AskingHome, serveQuestion } from './support/leaked-key.ts';
import { openQuestion } from './support/question-page.ts';
import { scanMail } from './support/scan-mail.ts';

const quarter = 15 * 60_000;

/** Nobody decided, nobody's answer counts, the playbook waits, and the account is as it was. */
async function expectUndecided({ home, isKeyActive }: AskingHome): Promise<void> {
  const [question] = await home.waitingApprovals();
  expect(question).toMatchObject({ decision: null, answers: [] });
  expect(isKeyActive()).toBe(true);
  expect((await home.report()).incidents).toMatchObject([{ status: 'awaiting-approval' }]);
}

/** A machine that reads mail: it meets refusals, and makes its browser complain. */
async function openScanner() {
  const { page, watch } = await openPage();
  watch.expect(/./);
  return page.context();
}

describe('programs that read other people’s mail', () => {
  it('follow every link, submit every form and prefetch, several at once, and decide nothing', async () => {
    const asking = await serveQuestion({ approvers: ['ana', 'bo'] });
    const mails = await asking.readMail();
    const scans = await Promise.all(
      mails.flatMap(({ text }) =>
        Array.from({ length: 2 }, async () => await scanMail(await openScanner(), text)),
      ),
    );
    await expectUndecided(asking);
    for (const scan of scans) {
      expect(scan).toMatchObject({ links: 1, requests: 14 });
      expect(scan.forms).toBeGreaterThan(0);
    }
  });

  const limits = [
    { title: 'as fast as they like', limited: false },
    { title: 'as often in a minute as anyone may', limited: true },
  ];
  it.each(limits)('guess a thousand codes $title, and get no further than five', async ({ limited }) => {
    const asking = await serveQuestion({ approvers: ['ana', 'bo'] }, { limited });
    const { link, code } = await asking.mailTo('ana');
    const { request } = await openScanner();
    const guess = async (typed: string) =>
      await request.post(link, {
        headers: { origin: new URL(link).origin },
        form: { code: typed, decision: 'approved' },
        maxRedirects: 0,
      });
    const statuses = new Set<number>();
    for (let n = 0; n < 1000; n += 50) {
      const codes = Array.from({ length: 50 }, (_, i) => `GUESS${n + i}`);
      for (const answer of await Promise.all(codes.map(guess))) statuses.add(answer.status());
    }
    expect([...statuses].filter((status) => status !== 403 && status !== 429)).toEqual([]);
    expect((await guess(code)).status()).not.toBe(303);
    const counted = (await asking.refusals()).filter((why) => why === 'wrong-code');
    expect(counted).toHaveLength(4);
    await expectUndecided(asking);
  });

  it('leave those who are asked their say: another approver at once, oneself by the next reminder', async () => {
    const asking = await serveQuestion({ approvers: ['ana', 'bo'], quorum: 2 });
    const { mailTo, clock, isKeyActive, home } = asking;
    const scanned = await mailTo('ana');
    await scanMail(await openScanner(), scanned.text);
    await scanMail(await openScanner(), scanned.text);
    const { page, watch } = await openPage({ screen: 'phone' });
    watch.expect(/status of 403/);
    const dead = await openQuestion(page, scanned.link);
    expect(await dead.banner.innerText()).toContain('this link is dead');

    const bos = await mailTo('bo');
    await (await openQuestion(page, bos.link)).approve(bos);
    clock.leap(quarter);
    await expect.poll(async () => (await mailTo('ana')).link).not.toBe(scanned.link);
    const reminder = await mailTo('ana');
    const question = await openQuestion(page, reminder.link);
    await question.approve(reminder);
    expect(await question.banner.innerText()).toContain('Approved by bo, ana');
    await home.idle();
    expect(isKeyActive()).toBe(false);
  });
});
