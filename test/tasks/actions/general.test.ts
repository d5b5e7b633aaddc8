import { describe, expect, it } from 'vitest';
import { createHarness, type Asked } from './harness.ts';
import { readPlan } from './read-plan.ts';

const calling: Asked = {
  action: 'general.call-webhook',
  parameters: { webhook: 'pager', text: 'Somebody is in' },
};
const telling: Asked = { action: 'general.notify-people', parameters: { message: 'Somebody is in' } };

describe('general.call-webhook', () => {
  it('says in its plan whom it tells what, by name and host alone', async () => {
    const { blastRadius, calls } = await readPlan(await createHarness(), calling);
    expect(blastRadius.summary).toBe('pager (pager.example) is told: Somebody is in');
    expect(calls).toMatchObject([
      { service: 'messenger', command: 'PostWebhook', input: { Webhook: 'pager', Playbook: 'contain' } },
    ]);
  });

  it('is denied a webhook that is not configured, and names those that are', async () => {
    const harness = await createHarness();
    const asked = { ...calling, parameters: { webhook: 'tickets', text: 'x' } };
    const { hash } = await harness.plan(asked);
    expect(await harness.decide(asked, hash)).toMatchObject({
      decision: 'deny',
      rule: 'unknown-webhook',
      reason: expect.stringMatching(/known are pager/),
    });
  });

  it.each(['https://evil.example/', 'http://169.254.169.254/latest', 'Pager', ''])(
    'takes no URL, nor what is no name: %j',
    async (webhook) => {
      const harness = await createHarness();
      await expect(harness.plan({ ...calling, parameters: { webhook, text: 'x' } })).rejects.toMatchObject({
        name: 'InvalidInput',
      });
    },
  );

  it('posts again for a later revision, and under another key', async () => {
    const harness = await createHarness();
    await harness.contain(calling);
    await harness.contain({ ...calling, revision: 2 });
    await harness.contain({ ...calling, revision: 2, step: 'again' });
    const keys = harness.messages.posts().map(({ key }) => key.slice(0, 8));
    expect(keys).toEqual(['inc-1-r1', 'inc-1-r2']);
  });

  it('posts under the same key again where it died before it wrote down that it had', async () => {
    let effects = 0;
    const harness = await createHarness({
      afterEffect() {
        const posted = harness.messages.posts().length > 0;
        if (posted && effects++ === 0) throw new Error('crash');
      },
    });
    const { hash } = await harness.plan(calling);
    await harness.apply(calling, hash).catch(() => undefined);
    harness.mortal.restart();
    await harness.apply(calling, hash);
    const keys = harness.messages.posts().map(({ key }) => key);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });
});

describe.each([calling, telling])('$action', (asked) => {
  it('was done, also after its incident was released', async () => {
    const harness = await createHarness();
    const { hash } = await harness.plan(asked);
    expect(await harness.verify(asked, hash)).toMatchObject({ verified: 'not' });
    await harness.apply(asked, hash);
    await harness.release();
    expect(await harness.verify(asked, hash)).toMatchObject({ verified: 'contained' });
    await harness.contain({ ...asked, step: 'again' });
    expect(harness.messages.posts().length).toBeLessThanOrEqual(1);
  });

  it('has targets of its own for each incident, so that none waits for another', async () => {
    const harness = await createHarness();
    const [one, other] = await Promise.all(
      ['inc-1', 'inc-2'].map((incident) => harness.plan({ ...asked, incident })),
    );
    expect(one?.target).not.toEqual(other?.target);
    expect(one?.target.id).toBe(other?.target.id);
  });
});

describe('general.notify-people', () => {
  it('tells each incident and revision, once', async () => {
    const harness = await createHarness();
    for (const revision of [1, 1, 2]) await harness.contain({ ...telling, revision, step: `s${revision}` });
    await harness.contain({ ...telling, incident: 'inc-2' });
    const rows = harness.database.sqlite.prepare("SELECT pk FROM items WHERE pk LIKE 'MESSAGE#%'").all();
    expect(rows).toHaveLength(3);
  });

  it('says on release that what people know cannot be taken back', async () => {
    const harness = await createHarness();
    await harness.contain(telling);
    expect((await harness.release()).left).toMatchObject([{ why: expect.stringMatching(/they know/) }]);
    expect(await harness.contain({ ...telling, step: 'again' })).toMatchObject({ status: 'applied' });
    expect(
      harness.database.sqlite.prepare("SELECT pk FROM items WHERE pk LIKE 'MESSAGE#%'").all(),
    ).toHaveLength(1);
  });
});
