import { describe, expect, it } from 'vitest';
import { expectAccessible } from './support/accessibility.ts';
import { openPage } from './support/in-test.ts';
import { serveQuestion } from './support/leaked-key.ts';
import { openQuestion } from './support/question-page.ts';

const minute = 60_000;
/** Browsers say on the console that a page came with a status of 400 or more. */
const refusedWith = (status: number) => new RegExp(`status of ${status} `);

describe('the page of a question, on a phone', () => {
  it('says what would be done before it asks, and takes a yes with the code', async () => {
    const { mailTo, home, isKeyActive } = await serveQuestion();
    const { page } = await openPage({ screen: 'phone' });
    const { link, code } = await mailTo();
    const question = await openQuestion(page, link);
    const said = await page.locator('main').innerText();
    for (const part of [
      'deploy-bot stops working',
      'iam.disable-access-key',
      'account 111122223333',
      'risk ',
    ])
      expect(said).toContain(part);
    await page.getByText('1 API call').click();
    expect(await page.locator('details pre').innerText()).toContain('iam UpdateAccessKey');
    expect(isKeyActive()).toBe(true);

    await question.approve({ code: code.toLowerCase(), why: 'it is not ours', name: 'ana' });
    expect(await question.banner.innerText()).toBe(
      'Approved by ana (by link) at 2026-11-20 09:30 UTC: it is not ours',
    );
    await home.idle();
    expect(isKeyActive()).toBe(false);
    expect((await home.report()).incidents).toMatchObject([{ status: 'contained' }]);
  });

  it('takes a no, and changes nothing then', async () => {
    const { mailTo, home, isKeyActive } = await serveQuestion({ approvers: ['ana'] });
    const { page } = await openPage({ screen: 'phone' });
    const { link, code } = await mailTo('ana');
    const question = await openQuestion(page, link);
    await question.reject({ code, why: 'a test of ours' });
    expect(await question.banner.innerText()).toBe('Rejected by ana at 2026-11-20 09:30 UTC: a test of ours');
    expect(await question.form.count()).toBe(0);
    await home.idle();
    expect(isKeyActive()).toBe(true);
  });

  it('decides by its buttons only: Enter after the code does not', async () => {
    const { mailTo, home } = await serveQuestion({ approvers: ['ana'] });
    const { page } = await openPage({ screen: 'phone' });
    const { link, code } = await mailTo('ana');
    const question = await openQuestion(page, link);
    await question.code.fill(code);
    await question.code.press('Enter');
    await page.reload();
    expect(await question.form.count()).toBe(1);
    expect(await home.waitingApprovals()).toMatchObject([{ answers: [], decision: null }]);
  });

  it('sends nothing again when it is loaded again after the answer', async () => {
    const { mailTo, refusals } = await serveQuestion();
    const { page } = await openPage({ screen: 'phone' });
    const { link, code } = await mailTo();
    const question = await openQuestion(page, link);
    await question.approve({ code, name: 'ana' });
    await page.reload();
    expect(await question.banner.innerText()).toContain('Approved by ana');
    expect(await refusals()).toEqual([]);
  });

  it('says how many tries are left after a wrong code, and none are left after five', async () => {
    const { mailTo, refusals, isKeyActive } = await serveQuestion();
    const { page, watch } = await openPage({ screen: 'phone' });
    watch.expect(refusedWith(403));
    const { link, code } = await mailTo();
    const question = await openQuestion(page, link);
    for (const left of ['4 tries', '3 tries', '2 tries', '1 try']) {
      await question.approve({ code: 'WRONG', name: 'eve' });
      expect(await question.banner.innerText()).toContain(`${left} left`);
    }
    await question.approve({ code: 'WRONG', name: 'eve' });
    await openQuestion(page, link);
    expect(await question.banner.innerText()).toBe(
      'Too many wrong codes: this link is dead. The next reminder brings a new one.',
    );
    expect(await question.form.count()).toBe(0);
    expect(await refusals()).toEqual(['wrong-code', 'wrong-code', 'wrong-code', 'wrong-code', 'dead']);
    expect(isKeyActive()).toBe(true);
    expect(code).not.toBe('WRONG');
  });

  it('waits for as many as have to say yes', async () => {
    const { mailTo, home, isKeyActive } = await serveQuestion({
      approvers: ['ana', 'bo', 'cleo'],
      quorum: 2,
    });
    const [first, second] = await Promise.all([mailTo('ana'), mailTo('cleo')]);
    const { page: anasPhone } = await openPage({ screen: 'phone' });
    const { page: cleosPhone } = await openPage({ screen: 'phone' });
    const ana = await openQuestion(anasPhone, first.link);
    const cleo = await openQuestion(cleosPhone, second.link);
    await ana.approve(first);
    expect(await ana.banner.innerText()).toContain('Your answer is counted. One more person has to say yes');
    expect(isKeyActive()).toBe(true);
    await cleo.approve(second);
    expect(await cleo.banner.innerText()).toContain('Approved by ana, cleo');
    await home.idle();
    expect(isKeyActive()).toBe(false);
  });
});

describe('a link is refused with a clear page, and the timeline says so', () => {
  it('after the deadline', async () => {
    const { mailTo, clock, refusals, isKeyActive } = await serveQuestion();
    const { page, watch } = await openPage({ screen: 'phone' });
    watch.expect(refusedWith(410));
    const { link, code } = await mailTo();
    const question = await openQuestion(page, link);
    clock.leap(61 * minute);
    await question.approve({ code, name: 'ana' });
    expect(await question.banner.allInnerTexts()).toContain('The deadline is over, and the answer was no.');
    await openQuestion(page, link);
    expect(await question.banner.innerText()).toContain('so the answer is no');
    expect(await question.form.count()).toBe(0);
    expect(await refusals()).toEqual(['late']);
    expect(isKeyActive()).toBe(true);
  });

  it('when somebody else decided meanwhile', async () => {
    const { mailTo, home, refusals, isKeyActive } = await serveQuestion({ approvers: ['ana', 'bo'] });
    const [anas, bos] = await Promise.all([mailTo('ana'), mailTo('bo')]);
    const { page, watch } = await openPage({ screen: 'phone' });
    watch.expect(refusedWith(409));
    const ana = await openQuestion(page, anas.link);
    const { page: other } = await openPage({ screen: 'phone' });
    await (await openQuestion(other, bos.link)).reject(bos);
    await ana.approve(anas);
    expect(await ana.banner.allInnerTexts()).toEqual([
      'Somebody was first. What they decided stands.',
      'Rejected by bo at 2026-11-20 09:30 UTC.',
    ]);
    await home.idle();
    expect(await refusals()).toEqual(['decided']);
    expect(isKeyActive()).toBe(true);
  });

  it('with the code of another approver', async () => {
    const { mailTo, refusals, isKeyActive } = await serveQuestion({ approvers: ['ana', 'bo'] });
    const [anas, bos] = await Promise.all([mailTo('ana'), mailTo('bo')]);
    const { page, watch } = await openPage({ screen: 'phone' });
    watch.expect(refusedWith(403));
    const question = await openQuestion(page, anas.link);
    await question.approve({ code: bos.code });
    expect(await question.banner.innerText()).toContain('That is not the code of the message');
    expect(await refusals()).toEqual(['wrong-code']);
    expect(isKeyActive()).toBe(true);
  });

  it('when nobody ever sent it', async () => {
    const { url } = await serveQuestion();
    const { page, watch } = await openPage({ screen: 'phone' });
    watch.expect(refusedWith(404));
    const question = await openQuestion(page, `${url}/approve/made-up`);
    expect(await question.heading.innerText()).toBe('This link is not known');
  });
});

describe.each(['light', 'dark'] as const)('axe-core finds nothing serious, %s', (scheme) => {
  it('on the question and on what it says about an answer', async () => {
    const { url, mailTo } = await serveQuestion();
    const { page, watch } = await openPage({ screen: 'phone', scheme });
    watch.expect(/status of 40[34] /);
    const { link, code } = await mailTo();
    const question = await openQuestion(page, link);
    await page.getByText('1 API call').click();
    await expectAccessible(page);
    await question.approve({ code: 'WRONG', name: 'ana' });
    await expectAccessible(page);
    await question.approve({ code, name: 'ana' });
    await expectAccessible(page);
    await page.goto(`${url}/approve/made-up`);
    await expectAccessible(page);
  });
});
