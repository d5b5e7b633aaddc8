import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actions } from '../../../tasks/actions/registry.ts';
import { createHarness, type Harness } from './harness.ts';
import { subjectOf } from './subjects.ts';

/** One thing that happens to one target. `nth` picks among what people may do to it. */
interface Happening {
  readonly kind: 'contain' | 'release' | 'roll-back' | 'person' | 'time';
  readonly action: string;
  readonly incident: string;
  readonly revision: number;
  readonly nth: number;
}

const reversible = [...actions.keys()].filter((id) => actions.get(id)?.spec.undo === 'reversible');
const incidents = ['inc-1', 'inc-2', 'inc-3'];

const happeningTo = (targets: readonly string[]): fc.Arbitrary<Happening> =>
  fc.record({
    kind: fc.constantFrom('contain', 'contain', 'contain', 'release', 'roll-back', 'person', 'time'),
    action: fc.constantFrom(...targets),
    incident: fc.constantFrom(...incidents),
    revision: fc.integer({ min: 1, max: 3 }),
    nth: fc.nat({ max: 3 }),
  });

/** Of a few actions each time, so that much happens to each. */
const happeningsToFew = fc
  .uniqueArray(fc.constantFrom(...reversible), { minLength: 1, maxLength: 3 })
  .chain((targets) => fc.array(happeningTo(targets), { minLength: 1, maxLength: 25 }));

const handlers: Record<Happening['kind'], (harness: Harness, happening: Happening) => Promise<unknown>> = {
  async contain(harness, { action, incident, revision }) {
    const asked = { action, incident, revision, step: action, parameters: subjectOf(action).parameters };
    expect(await harness.contain(asked)).toMatchObject({ status: 'applied' });
    expect(subjectOf(action).isContained(harness)).toBe(true);
  },
  release: (harness, { incident }) => harness.release(incident),
  'roll-back': (harness, { action, incident, revision }) =>
    harness.runner.rollback({ run: harness.stepOf({ action, incident, revision, parameters: {} }).run }),
  async person(harness, { action, nth }) {
    const { people } = subjectOf(action);
    await people[nth % people.length]?.(harness);
  },
  time: (harness, { nth }) => harness.clock.advance(1 + nth * 100_000),
};

/** What the account would look like had only people touched it: every change of theirs, on the first picture. */
async function playPeopleOnly(happenings: readonly Happening[]): Promise<ReturnType<Harness['picture']>> {
  const harness = await createHarness();
  for (const item of happenings) if (item.kind === 'person') await handlers.person(harness, item);
  return harness.picture();
}

describe('containments that several incidents hold', () => {
  it('leave the account as people alone would have left it, once the last holder has let go', async () => {
    await fc.assert(
      fc.asyncProperty(happeningsToFew, async (happenings) => {
        const harness = await createHarness();
        for (const item of happenings) await handlers[item.kind](harness, item);
        for (const incident of incidents) await harness.release(incident);
        expect(harness.picture()).toEqual(await playPeopleOnly(happenings));
        for (const incident of incidents) {
          expect(await harness.release(incident)).toEqual({ undone: [], left: [] });
        }
      }),
      { numRuns: 150 },
    );
  });
});
