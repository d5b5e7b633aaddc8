import { describe, expect, it } from 'vitest';
import { actions } from '../../tasks/actions/registry.ts';
import { createMotoRunner, openLab } from './lab.ts';
import { takePicture } from './picture.ts';
import { beyondMoto, subjects } from './subjects.ts';

const ids = [...actions.keys()];

it('tries every registered action on moto, or says why it cannot (test/moto/subjects.ts)', () => {
  expect([...Object.keys(subjects), ...Object.keys(beyondMoto)].toSorted()).toEqual(ids.toSorted());
});

const tried = Object.entries(subjects).filter(([id]) => actions.has(id));

describe.each(tried)('%s with real SDK clients', (id, subject) => {
  it('plans, applies twice, is verified and undone twice', async () => {
    const spec = actions.get(id)?.spec;
    const permissions = Object.values(spec?.permissions ?? {}).flat();
    const lab = await openLab();
    const parameters = await subject.setUp(lab);
    const before = await takePicture(lab, permissions);
    const runner = createMotoRunner(lab);
    const reversible = spec?.undo === 'reversible';

    const { hash, held } = await runner.plan(id, parameters);
    expect(held).toBe(false);
    expect((await runner.plan(id, parameters)).hash).toBe(hash);
    expect(runner.mutations, 'a plan changes nothing').toEqual([]);
    expect(await takePicture(lab, permissions)).toEqual(before);

    const applied = await runner.apply(id, hash);
    expect(applied).toMatchObject({ status: 'applied' });
    expect(await subject.isContained(lab, parameters)).toBe(true);
    expect(await runner.verify(id, hash)).toMatchObject({ verified: 'contained' });

    const calls = runner.mutations.length;
    expect(calls).toBeGreaterThan(0);
    expect(await runner.plan(id, parameters)).toMatchObject({ hash, held: true });
    expect(await runner.apply(id, hash)).toEqual(applied);
    expect(runner.mutations).toHaveLength(calls);

    const { undone, left } = await runner.release();
    if (reversible) {
      expect({ undone: undone.map(({ action }) => action), left }).toEqual({ undone: [id], left: [] });
      expect(await takePicture(lab, permissions)).toEqual(before);
    } else {
      expect(undone).toEqual([]);
    }
    const total = runner.mutations.length;
    expect(await runner.release()).toEqual({ undone: [], left: [] });
    expect(runner.mutations).toHaveLength(total);
  });
});
