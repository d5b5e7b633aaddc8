import { describe, expect, it } from 'vitest';
import type { ContainmentAsked } from '../../core/contain/ask-containment.ts';
import { parseResource } from '../../core/contain/parse-resource.ts';
import type { Contained } from '../../tasks/contain/index.ts';
import { openTestHome, pictureOf, type TestHome } from '../support/home.ts';

const account = '111122223333';
const region = 'us-east-1';

function asking(text: string, changes: Partial<ContainmentAsked> = {}): ContainmentAsked {
  const parsed = parseResource({ text, account, region });
  if (!parsed.ok) throw new Error(parsed.problem);
  return {
    found: parsed.found,
    playbook: 'isolate-compromised-instance',
    by: 'ana',
    reason: 'odd logins',
    ...changes,
  };
}
const instance = 'i-0c0ffee000000001';
const key = 'AKIAEXAMPLECONTAIN01';

async function contain(home: TestHome, asked: ContainmentAsked): Promise<Contained['outcome']> {
  const { outcome } = await home.contain(asked);
  await home.finish();
  return outcome;
}

const passSecond = async ({ clock, isBusy }: TestHome): Promise<void> => {
  const passed = new Promise<void>((resolve) => {
    clock.setTimer(clock.now() + 1000, resolve);
  });
  await clock.runUntil(passed, isBusy);
};

const isolationGroups = (home: TestHome) =>
  pictureOf(home)['security-group'].filter(({ groupName }) => groupName === 'tourniquet-isolation');

describe('containment that a person asks for', () => {
  it('takes the road of a finding, with the playbook that they chose, and says who asked and why', async () => {
    const home = await openTestHome();
    expect(await contain(home, asking(instance))).toBe('opened');
    const { status, type, playbooks, actions, timeline } = await home.incident(instance);
    expect({ status, type }).toEqual({ status: 'contained', type: 'Tourniquet:Manual/Containment' });
    expect(playbooks).toMatchObject([{ id: 'isolate-compromised-instance', mode: 'auto' }]);
    expect(actions.map((one) => [one.step, one.status, one.verified])).toEqual([
      ['evidence', 'applied', 'contained'],
      ['isolate', 'applied', 'contained'],
    ]);
    expect(timeline.find(({ kind }) => kind === 'playbooks.selected')?.data).toMatchObject({
      by: 'ana',
      reason: 'odd logins',
    });
    expect(isolationGroups(home)).toHaveLength(1);
    expect(timeline.some(({ kind }) => kind === 'finding.written-back')).toBe(false);
    await home.close();
  });

  it('joins the incident when it is asked for again, starts nothing, and says so', async () => {
    const home = await openTestHome();
    await contain(home, asking(instance));
    const before = (await home.report()).executions.length;
    expect(await contain(home, asking(instance, { by: 'bo' }))).toBe('joined');
    expect((await home.report()).executions).toHaveLength(before);
    const { revision, timeline } = await home.incident(instance);
    expect(revision).toBe(1);
    expect(timeline.at(-1)).toMatchObject({ kind: 'containment.joined', data: { by: 'bo' } });
    await home.close();
  });

  it('is answered once more where it was not contained, such as in a dry run', async () => {
    const home = await openTestHome({ config: { mode: 'shadow' } });
    await contain(home, asking(instance));
    expect(await home.incident(instance)).toMatchObject({ status: 'not-contained', revision: 1 });
    expect(await contain(home, asking(instance))).toBe('asked-again');
    expect(await home.incident(instance)).toMatchObject({ revision: 2 });
    await home.close();
  });

  it('is answered by another playbook in the same incident', async () => {
    const home = await openTestHome();
    await contain(home, asking(key, { playbook: 'disable-compromised-key' }));
    expect(await home.incident(key)).toMatchObject({ status: 'contained' });
    expect(await contain(home, asking(key, { playbook: 'contain-attack-sequence' }))).toBe('asked-again');
    const { playbooks, status } = await home.incident(key);
    expect(playbooks.map(({ id }) => id)).toEqual(['disable-compromised-key', 'contain-attack-sequence']);
    expect(status).toBe('contained');
    await home.close();
  });

  it('asks first once a person has released it', async () => {
    const home = await openTestHome({ answer: 'rejected' });
    await contain(home, asking(instance));
    const { id } = await home.incident(instance);
    await home.release(id, 'bo');
    await passSecond(home);
    expect(await contain(home, asking(instance))).toBe('opened');
    const { approvals, status } = await home.incident(instance);
    expect(approvals.length).toBeGreaterThan(0);
    expect(status).toBe('not-contained');
    await home.close();
  });

  it('is not approved by who asked for it, also while somebody asks for another playbook', async () => {
    const approvals = { approvers: ['ana', 'bo'] };
    const home = await openTestHome({ config: { mode: 'approve', approvals }, answer: 'rejected' });
    await contain(home, asking(key, { playbook: 'disable-compromised-key' }));
    await contain(home, asking(key, { playbook: 'contain-attack-sequence', by: 'bo' }));
    const asked = (await home.incident(key)).approvals.map(({ playbook, requester }) => [
      playbook,
      requester,
    ]);
    expect(asked).toContainEqual(['disable-compromised-key', 'ana']);
    expect(asked).toContainEqual(['contain-attack-sequence', 'bo']);
    await home.close();
  });

  it('is not approved by who asked for it to be answered once more, after a no', async () => {
    const approvals = { approvers: ['ana', 'bo'] };
    const home = await openTestHome({ config: { mode: 'approve', approvals }, answer: 'rejected' });
    await contain(home, asking(key, { playbook: 'disable-compromised-key' }));
    const { id } = await home.incident(key);
    await home.respond(id, 'bo');
    await home.finish();
    const asked = (await home.incident(key)).approvals.map(({ requester }) => requester);
    expect(asked).toEqual(['ana', 'bo']);
    await home.close();
  });

  it('passes the guardrails like everything else', async () => {
    const home = await openTestHome({ config: { guardrails: { allowedAccounts: ['999988887777'] } } });
    await contain(home, asking(instance));
    const { status, actions } = await home.incident(instance);
    expect(status).toBe('not-contained');
    expect(new Set(actions.map(({ rule }) => rule))).toEqual(new Set(['allowed-accounts']));
    expect(isolationGroups(home)).toEqual([]);
    await home.close();
  });

  it('has an incident of its own, whatever findings join by', async () => {
    const home = await openTestHome({ config: { dedupe: { fields: ['account'] } } });
    await contain(home, asking(instance));
    await contain(home, asking(key, { playbook: 'disable-compromised-key' }));
    expect((await home.report()).incidents.map(({ resource }) => resource.id).toSorted()).toEqual(
      [instance, key].toSorted(),
    );
    await home.close();
  });

  it.each([
    [
      'a playbook that there is not',
      { playbook: 'isolate-compromised-instanc' },
      /there is no playbook .*; did you mean "isolate-compromised-instance"\?/,
    ],
    [
      'a playbook for other resources',
      { playbook: 'close-public-bucket' },
      /close-public-bucket acts on resources of kind .*s3-bucket.*, and this one is of kind ec2-instance; choose another/,
    ],
  ])('refuses %s, and starts nothing', async (_, changes, said) => {
    const home = await openTestHome();
    await expect(home.contain(asking(instance, changes))).rejects.toThrow(said);
    expect((await home.report()).executions).toEqual([]);
    await home.close();
  });
});
