import { describe, expect, it } from 'vitest';
import type { Incident } from '../../core/incident.ts';
import { createSelectPlaybooks, type TriggerSubject } from '../../tasks/select-playbooks/index.ts';
import { makeFinding } from '../runtime/account/world.ts';
import { makeIncident, openStores } from '../support/incidents.ts';

const enrichment = { remotes: [], tags: {}, criticality: 'normal', gaps: [] } as const;

async function createWorld(changes: Partial<Incident> = {}) {
  const stores = openStores();
  const incident = makeIncident({ findings: ['f1'], ...changes });
  await stores.incidents.create(incident.id, incident);
  const add = async (id: string, score: number) => {
    const stored = {
      finding: makeFinding([], { id }),
      enrichment: { ...enrichment, remotes: [], gaps: [] },
      risk: { ...incident.risk, score },
      incident: incident.id,
      writtenBack: null,
    };
    await stores.findings.create(id, stored);
  };
  await add('f1', 80);
  const subjects: TriggerSubject[] = [];
  const fitting = { ids: ['isolate'] };
  const select = createSelectPlaybooks({
    stores,
    select: (subject) => {
      subjects.push(subject);
      return fitting.ids.map((id) => ({ id, hash: `hash of ${id}` }));
    },
    findPlaybook: (id) => (id === 'gone' ? null : { hash: `hash of ${id}` }),
  });
  return { stores, add, subjects, fitting, select: async () => await select({ incident: incident.id }) };
}

describe('select-playbooks', () => {
  it('names the response after incident and revision, and says to start it', async () => {
    const { select } = await createWorld();
    expect(await select()).toEqual({
      incident: 'inc-1',
      revision: 1,
      name: 'inc-1-r1',
      start: true,
      playbooks: ['isolate'],
    });
  });

  it('chooses once for a revision: what is repeated keeps the first choice', async () => {
    const { select, fitting, stores } = await createWorld();
    await select();
    fitting.ids = ['another'];
    expect(await select()).toMatchObject({ start: true, playbooks: ['isolate'] });
    expect(await stores.timeline.list('inc-1')).toHaveLength(1);
  });

  it('says not to start what was started', async () => {
    const { select } = await createWorld({ started: 1 });
    expect(await select()).toMatchObject({ start: false, playbooks: [] });
  });

  it('concludes that nothing fits, and leaves nothing for the sweeper to start', async () => {
    const { select, fitting, stores } = await createWorld();
    fitting.ids = [];
    expect(await select()).toMatchObject({ start: false });
    expect(await stores.incidents.get('inc-1')).toMatchObject({
      started: 1,
      status: { state: 'not-contained', reason: 'no playbook fits' },
    });
  });

  it('never answers an archived finding', async () => {
    const { select, subjects, stores } = await createWorld({ archived: true });
    await stores.findings.create('archived|f1', {
      finding: makeFinding([], { id: 'f1', archived: true }),
      enrichment: { ...enrichment, remotes: [], gaps: [] },
      risk: makeIncident().risk,
      incident: 'inc-1',
      writtenBack: null,
    });
    expect(await select()).toMatchObject({ start: false, playbooks: [] });
    expect(subjects).toEqual([]);
    expect((await stores.incidents.get('inc-1'))?.status).toMatchObject({
      reason: 'the finding is archived',
    });
  });

  it('leaves the status of an incident that was contained before as it is', async () => {
    const { select, fitting, stores } = await createWorld({ status: { state: 'contained' } });
    fitting.ids = [];
    await select();
    expect((await stores.incidents.get('inc-1'))?.status).toEqual({ state: 'contained' });
  });

  it('shows the triggers the finding with the highest risk', async () => {
    const { select, add, subjects } = await createWorld({ findings: ['f1', 'f2', 'f3', 'gone'] });
    await add('f2', 95);
    await add('f3', 95);
    await select();
    expect(subjects.map(({ finding }) => finding.id)).toEqual(['f2']);
  });

  it.each([
    ['the one that a person asked for, whatever its trigger', 'close', ['close']],
    ['none where that one is gone', 'gone', []],
  ])('chooses %s', async (_, playbook, chosen) => {
    const { select, stores, subjects } = await createWorld();
    const asked = { playbook, by: 'ana', reason: 'odd logins' };
    await stores.findings.change(
      'f1',
      (known) => known && { ...known, finding: { ...known.finding, asked } },
    );
    expect(await select()).toMatchObject({ start: chosen.length > 0, playbooks: chosen });
    expect(subjects).toEqual([]);
  });
});
