import { describe, expect, it } from 'vitest';
import { chooseAction } from '../../tasks/release-incident/choose-action.ts';
import { guardDuty, subjectOf } from '../e2e/wire.ts';
import { openTestHome, pictureOf } from '../support/home.ts';

it('a playbook that still runs contains nothing again once a person has released the incident', async () => {
  const home = await openTestHome();
  // Below 70 the playbook asks before it isolates.
  const subject = subjectOf('instance', { severity: 6 });
  const released: boolean[] = [];
  home.onQuestion(({ id }) => {
    const releaseThenApprove = async () => {
      const { id: incident } = await home.incident(subject.name);
      released.push((await home.release(incident, 'ana')).released);
      await home.decide(id, { decision: 'approved', by: 'bo' });
    };
    void releaseThenApprove();
  });
  await home.send(guardDuty(subject));
  expect(released).toEqual([true]);
  const { status, actions } = await home.incident(subject.name);
  expect(status).toBe('released');
  expect(actions.at(-1)).toMatchObject({ step: 'isolate', status: 'planned' });
  const groups = pictureOf(home)['security-group'].map(({ groupName }) => groupName);
  expect(groups).not.toContain('tourniquet-isolation');
  await home.close();
});

describe('one action of an incident, released', () => {
  const contained = async () => {
    const home = await openTestHome({ answer: 'approved' });
    const subject = subjectOf('instance');
    await home.send(guardDuty(subject));
    const incident = async () => await home.incident(subject.name);
    return { home, subject, incident, id: (await incident()).id };
  };

  it('is undone and the rest stays; the incident says that it is not contained any more', async () => {
    const { home, incident, id } = await contained();
    const reply = await home.release(id, 'ana', 'isolate-instance');
    expect(reply).toMatchObject({
      undone: [{ action: 'ec2.isolate-instance' }],
      left: [],
      held: [{ action: 'ec2.snapshot-volumes' }],
      released: false,
    });
    const { status, reason, actions } = await incident();
    expect({ status, reason }).toEqual({ status: 'not-contained', reason: 'ec2.isolate-instance undone' });
    expect(actions.map((action) => action.status)).toEqual(['applied', 'undone']);
    await home.close();
  });

  it('that contains nothing leaves the incident contained', async () => {
    const { home, incident, id } = await contained();
    await home.release(id, 'ana', 'ec2.snapshot-volumes');
    expect(await incident()).toMatchObject({ status: 'contained' });
    await home.close();
  });

  it('stays undone: the sweeper starts nothing, and what comes later asks first', async () => {
    const { home, subject, incident, id } = await contained();
    await home.release(id, 'ana', 'ec2.isolate-instance');
    await home.sweep({ graceMs: 0 });
    await home.send(guardDuty(subject));
    await home.finish();
    expect(await incident()).toMatchObject({ status: 'not-contained', revision: 1, approvals: [] });
    await home.respond(id, 'bo');
    await home.finish();
    const asked = (await incident()).approvals.map(({ step }) => step);
    expect(asked.toSorted()).toEqual(['evidence', 'isolate']);
    await home.close();
  });

  it('and then the last one: the incident is released', async () => {
    const { home, incident, id } = await contained();
    await home.release(id, 'ana', 'ec2.isolate-instance');
    expect((await home.release(id, 'ana', 'ec2.snapshot-volumes')).released).toBe(true);
    expect(await incident()).toMatchObject({ status: 'released' });
    await home.close();
  });

  it('is told beforehand, and nothing is changed by that', async () => {
    const { home, incident, id } = await contained();
    const [before, picture] = [await incident(), pictureOf(home)];
    expect(await home.rehearseRelease(id, 'ec2.isolate-instance')).toMatchObject({
      undone: [{ action: 'ec2.isolate-instance', calls: [{ command: 'ModifyNetworkInterfaceAttribute' }] }],
      left: [],
      held: [{ action: 'ec2.snapshot-volumes' }],
      released: false,
    });
    expect(await home.rehearseRelease(id)).toMatchObject({ held: [], released: true });
    expect(await incident()).toEqual(before);
    expect(pictureOf(home)).toEqual(picture);
    await home.close();
  });
});

describe('chooseAction', () => {
  const held = ['ec2.isolate-instance', 'ec2.tag-resource', 's3.tag-resource'].map((action) => ({
    action,
    target: { account: '111122223333', region: 'us-east-1', kind: 'x', id: 'x-1' },
  }));

  it.each([
    [undefined, undefined],
    ['ec2.tag-resource', 'ec2.tag-resource'],
    ['isolate-instance', 'ec2.isolate-instance'],
  ])('takes %s as %s', (asked, action) => {
    expect(chooseAction('inc-1', asked, held)).toBe(action);
  });

  it.each([
    ['tag-resource', /^tag-resource may be ec2\.tag-resource or s3\.tag-resource; say which\. It holds ec2/],
    ['ec2.isolat-instance', /^inc-1 holds nothing by .*; did you mean ec2\.isolate-instance\? It holds ec2/],
    ['lambda.x', /^inc-1 holds nothing by lambda\.x\. It holds ec2\.isolate-instance on x-1, /],
  ])('refuses %s, and lists what is held', (asked, said) => {
    expect(() => chooseAction('inc-1', asked, held)).toThrow(said);
  });

  it('says so where nothing is held', () => {
    expect(() => chooseAction('inc-1', 'ec2.x', [])).toThrow(/It holds nothing$/);
  });
});
