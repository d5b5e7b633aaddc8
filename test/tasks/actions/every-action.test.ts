import { describe, expect, it } from 'vitest';
import { catalog } from '../../../tasks/actions/catalog.ts';
import { actions } from '../../../tasks/actions/registry.ts';
import { Crash } from '../../support/crashing-table.ts';
import { createHarness, type Asked, type Harness } from './harness.ts';
import { subjectOf, subjects } from './subjects.ts';

const ids = [...actions.keys()];
const reversible = ids.filter((id) => actions.get(id)?.spec.undo === 'reversible');
const changeable = reversible.filter((id) => subjectOf(id).people.length > 0);
const asking = (action: string, more: Partial<Asked> = {}): Asked => ({
  action,
  parameters: subjectOf(action).parameters,
  ...more,
});
const containedBy = (harness: Harness, id: string): boolean => subjectOf(id).isContained(harness);

describe('the registry', () => {
  it('has the actions of the catalog, and each has a subject in this suite', () => {
    expect(ids).toEqual([...catalog.keys()]);
    expect(ids).toEqual(Object.keys(subjects));
  });

  it.each(ids)('%s names its target, and its permissions as IAM writes them', (id) => {
    const spec = catalog.get(id);
    expect(spec?.target(subjectOf(id).parameters).id).not.toBe('');
    for (const permission of Object.values(spec?.permissions ?? {}).flat()) {
      expect(permission).toMatch(/^[a-z0-9]+:[A-Z]\w+$/);
    }
  });
});

describe.each(ids)('%s', (id) => {
  it('plans without changing anything', async () => {
    const harness = await createHarness();
    const before = harness.picture();
    await harness.plan(asking(id));
    expect(harness.picture()).toEqual(before);
    expect(harness.mutations()).toEqual([]);
  });

  it('has one hash for the same plan made 100 times as the clock moves', async () => {
    const harness = await createHarness();
    const hashes = new Set<string>();
    for (let n = 0; n < 100; n++) {
      hashes.add((await harness.plan(asking(id))).hash);
      await harness.clock.advance(61_000);
    }
    expect(hashes.size).toBe(1);
  });

  it('keeps its hash once it is applied, and then says that it holds', async () => {
    const harness = await createHarness();
    const first = await harness.plan(asking(id));
    expect(first.held).toBe(false);
    await harness.apply(asking(id), first.hash);
    expect(await harness.plan(asking(id))).toMatchObject({ hash: first.hash, held: true });
  });

  it('applies, is verified, and applies again without another call', async () => {
    const harness = await createHarness();
    const { hash } = await harness.plan(asking(id));
    const first = await harness.apply(asking(id), hash);
    expect(first.status).toBe('applied');
    expect(containedBy(harness, id)).toBe(true);
    expect(await harness.verify(asking(id), hash)).toMatchObject({ verified: 'contained' });
    const calls = harness.mutations().length;
    expect(calls).toBeGreaterThan(0);
    expect(await harness.apply(asking(id), hash)).toEqual(first);
    expect(harness.mutations()).toHaveLength(calls);
  });

  it('lets another run of the incident hold it too, and undoes it with the last one only', async () => {
    const harness = await createHarness();
    const before = harness.picture();
    await harness.contain(asking(id, { step: 'one' }));
    await harness.contain(asking(id, { step: 'two' }));
    const [outcome, other] = await harness.outcomes.list('inc-1');
    expect([outcome?.status, other?.status]).toEqual(['applied', 'applied']);
    await harness.release();
    if (reversible.includes(id)) expect(harness.picture()).toEqual(before);
  });

  it('tells in the timeline what happened, once', async () => {
    const harness = await createHarness();
    for (let time = 0; time < 2; time++) {
      const { hash } = await harness.plan(asking(id));
      await harness.decide(asking(id), hash);
      await harness.apply(asking(id), hash);
      await harness.verify(asking(id), hash);
    }
    const kinds = (await harness.timeline.list('inc-1')).map(({ kind }) => kind);
    expect(kinds).toEqual(['action.planned', 'action.decided', 'action.applied', 'action.verified']);
  });

  it('carries on after a crash at any effect of apply', async () => {
    for (let point = 1; ; point++) {
      const { harness, hash, died, before } = await crashDuringApply(id, point);
      if (!died) {
        expect(point, 'effects of apply').toBeGreaterThan(6);
        break;
      }
      expect(await harness.apply(asking(id), hash), `after effect ${point}`).toMatchObject({
        status: 'applied',
      });
      expect(containedBy(harness, id), `after effect ${point}`).toBe(true);
      expect(await harness.verify(asking(id), hash)).toMatchObject({ verified: 'contained' });
      const taken = harness.mutations().filter(({ command }) => command === 'CreateSnapshots');
      expect(taken.length).toBeLessThanOrEqual(1);
      await harness.release();
      if (reversible.includes(id)) expect(harness.picture(), `after effect ${point}`).toEqual(before);
    }
  });
});

/** Dies right after the effect of that number: an AWS call that changed something, or a write to the store. */
async function crashDuringApply(id: string, point: number) {
  let armed = false;
  let effects = 0;
  const harness = await createHarness({
    afterEffect() {
      effects += armed ? 1 : 0;
      if (effects === point) throw new Crash(`effect ${point}`);
    },
  });
  const before = harness.picture();
  const { hash } = await harness.plan(asking(id));
  armed = true;
  await harness.apply(asking(id), hash).catch(() => undefined);
  const died = harness.mortal.isDead();
  harness.mortal.restart();
  return { harness, hash, died, before };
}

describe.each(reversible)('%s, undone,', (id) => {
  it('leaves the account as it was, and does nothing when it is undone again', async () => {
    const harness = await createHarness();
    const before = harness.picture();
    await harness.contain(asking(id));
    const { undone, left } = await harness.release();
    expect(undone.map(({ action }) => action)).toEqual([id]);
    expect(left).toEqual([]);
    expect(harness.picture()).toEqual(before);
    const calls = harness.mutations().length;
    expect(await harness.release()).toEqual({ undone: [], left: [] });
    expect(harness.mutations()).toHaveLength(calls);
    expect(await harness.outcomes.list('inc-1')).toMatchObject([{ status: 'undone', verified: null }]);
  });

  it('says beforehand what undoing it does, call by call, and changes nothing by that', async () => {
    const harness = await createHarness();
    await harness.contain(asking(id));
    const [contained, calls] = [harness.picture(), harness.mutations().length];
    const ledger = await harness.ledger.listTouched('inc-1');
    const { undone, left } = await harness.runner.rehearseRelease('inc-1');
    expect(harness.picture()).toEqual(contained);
    expect(harness.mutations()).toHaveLength(calls);
    expect(await harness.ledger.listTouched('inc-1')).toEqual(ledger);
    const real = await harness.release();
    const made = harness.mutations().slice(calls);
    expect(undone.map(({ action, target }) => ({ action, target }))).toEqual(real.undone);
    expect(left).toEqual(real.left);
    expect(undone[0]?.calls.map(({ command }) => command)).toEqual(made.map(({ command }) => command));
  });

  it('says beforehand what is left, because people changed it or another incident holds it', async () => {
    const harness = await createHarness();
    await harness.contain(asking(id, { incident: 'inc-1' }));
    await harness.contain(asking(id, { incident: 'inc-2' }));
    const shared = await harness.runner.rehearseRelease('inc-1');
    expect(shared).toMatchObject({ undone: [], left: [{ why: 'still held by inc-2' }], kept: [] });
    await harness.release('inc-1');
    for (const change of subjectOf(id).people) await change(harness);
    const { left } = await harness.runner.rehearseRelease('inc-2');
    expect(left).toEqual((await harness.release('inc-2')).left);
  });

  it('stays while another incident holds it, and keeps the first one’s before', async () => {
    const harness = await createHarness();
    const before = harness.picture();
    await harness.contain(asking(id, { incident: 'inc-1' }));
    await harness.contain(asking(id, { incident: 'inc-2' }));
    const first = await harness.release('inc-1');
    expect(first.undone).toEqual([]);
    expect(first.left).toMatchObject([{ action: id, why: 'still held by inc-2' }]);
    expect(containedBy(harness, id)).toBe(true);
    expect((await harness.release('inc-2')).undone).toHaveLength(1);
    expect(harness.picture()).toEqual(before);
  });

  it('starts from a new before when it is contained again after release', async () => {
    const harness = await createHarness();
    await harness.contain(asking(id));
    await harness.release();
    for (const change of subjectOf(id).people) await change(harness);
    const changed = harness.picture();
    await harness.contain(asking(id, { revision: 2 }));
    expect(containedBy(harness, id)).toBe(true);
    await harness.release();
    expect(harness.picture()).toEqual(changed);
  });

  it('carries on after a crash at any effect of undo', async () => {
    for (let point = 1; ; point++) {
      let armed = false;
      let effects = 0;
      const harness = await createHarness({
        afterEffect() {
          effects += armed ? 1 : 0;
          if (effects === point) throw new Crash(`effect ${point}`);
        },
      });
      const before = harness.picture();
      await harness.contain(asking(id));
      armed = true;
      await harness.release().catch(() => undefined);
      const died = harness.mortal.isDead();
      harness.mortal.restart();
      if (!died) {
        expect(point, 'effects of undo').toBeGreaterThan(4);
        break;
      }
      await harness.release();
      expect(harness.picture(), `after effect ${point}`).toEqual(before);
      expect(await harness.outcomes.list('inc-1')).toMatchObject([{ status: 'undone' }]);
    }
  });

  it('is undone whole after a crash at any effect of apply that nobody retried', async () => {
    for (let point = 1; ; point++) {
      const { harness, died, before } = await crashDuringApply(id, point);
      if (!died) break;
      await harness.clock.advance(120_000);
      await harness.release();
      expect(harness.picture(), `after effect ${point}`).toEqual(before);
    }
  });

  it('is rolled back for the run that asked, and says so again when asked again', async () => {
    const harness = await createHarness();
    const before = harness.picture();
    await harness.contain(asking(id));
    const { run } = harness.stepOf(asking(id));
    const reply = await harness.runner.rollback({ run });
    expect(reply).toMatchObject({ undone: [{ action: id }], left: [] });
    expect(await harness.runner.rollback({ run })).toMatchObject({ undone: [{ action: id }], left: [] });
    expect(harness.picture()).toEqual(before);
  });
});

describe.each(changeable)('%s, when a person changed the target since,', (id) => {
  it('is not undone over that change, and says so', async () => {
    const harness = await createHarness();
    await harness.contain(asking(id));
    for (const change of subjectOf(id).people) await change(harness);
    const changed = harness.picture();
    const { left } = await harness.release();
    expect(harness.picture()).toEqual(changed);
    if (!subjectOf(id).peopleRestore) expect(left.map(({ why }) => why).join()).toMatch(/somebody/);
  });

  it('is found uncontained, and can be contained again with the change as its before', async () => {
    const harness = await createHarness();
    await harness.contain(asking(id));
    for (const change of subjectOf(id).people) await change(harness);
    const changed = harness.picture();
    const { hash, held } = await harness.plan(asking(id, { incident: 'inc-2' }));
    expect(held).toBe(false);
    expect(await harness.verify(asking(id), hash)).not.toMatchObject({ verified: 'contained' });
    await harness.apply(asking(id, { incident: 'inc-2' }), hash);
    expect(containedBy(harness, id)).toBe(true);
    await harness.release('inc-1');
    expect(containedBy(harness, id)).toBe(true);
    await harness.release('inc-2');
    expect(harness.picture()).toEqual(changed);
  });

  it('has drifted if the change came between plan and apply', async () => {
    const harness = await createHarness();
    await harness.contain(asking(id));
    await harness.release();
    const { hash } = await harness.plan(asking(id));
    const calls = harness.mutations().length;
    // The target is as people would make it already: what they can do meanwhile is the opposite.
    const { peopleRestore, people } = subjectOf(id);
    if (peopleRestore) await harness.contain(asking(id, { incident: 'inc-2' }));
    else for (const change of people) await change(harness);
    const reply = await harness.apply(asking(id), hash);
    if (peopleRestore) expect(reply.status).toBe('applied');
    else {
      expect(reply.status).toBe('drifted');
      expect(harness.mutations()).toHaveLength(calls);
    }
  });
});
