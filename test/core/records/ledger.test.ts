import { beforeEach, describe, expect, it } from 'vitest';
import { holdersOf } from '../../../core/records/containment.ts';
import { createLedger } from '../../../core/records/ledger.ts';
import type { Ledger } from '../../../core/records/ledger.ts';
import type { Table } from '../../../core/ports/table.ts';
import { openDatabase } from '../../../runtime/store/database.ts';
import { createSqliteTable } from '../../../runtime/store/sqlite-table.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';

const target = { account: '111122223333', region: 'eu-west-1', kind: 'ec2-instance', id: 'i-1' };
const subject = { action: 'ec2.isolate-instance', target };
const intent = { version: 1, plan: 'hash', parameters: { instanceId: 'i-1' }, before: { n: 1 } };
const holderOf = (incident: string, step = 'isolate') => ({
  incident,
  revision: 1,
  playbook: 'p',
  execution: `run-${incident}`,
  step,
  at: '2026-01-01T00:00:00.000Z',
});
const workOf = (incident: string) => ({ owner: `run-${incident}#isolate`, holder: holderOf(incident) });
const by = (incident: string) => (holder: { incident: string }) => holder.incident === incident;

describe('createLedger', () => {
  let clock: ManualClock;
  let table: Table;
  let ledger: Ledger;

  beforeEach(() => {
    clock = createManualClock();
    table = createSqliteTable(openDatabase(':memory:'));
    ledger = createLedger(table, clock, 60_000);
  });

  const apply = async (incident: string) => {
    const lease = await ledger.startApply(subject, intent, workOf(incident));
    await lease.record({ [incident]: true });
    await lease.finishApply({ by: incident });
  };

  it('keeps other work out while an attempt is under way, until its lease has ended', async () => {
    await ledger.startApply(subject, intent, workOf('a'));
    await expect(ledger.startApply(subject, intent, workOf('b'))).rejects.toThrow(/being worked on/);
    await clock.advance(60_001);
    const lease = await ledger.startApply(subject, intent, workOf('b'));
    expect(holdersOf(lease.current())).toEqual(['a', 'b']);
  });

  it('lets the same work begin again at once, and stops the attempt before it', async () => {
    const first = await ledger.startApply(subject, intent, workOf('a'));
    const second = await ledger.startApply(subject, intent, workOf('a'));
    await expect(first.check()).rejects.toMatchObject({ name: 'Busy' });
    await expect(first.record({ x: 1 })).rejects.toMatchObject({ name: 'Busy' });
    await expect(first.finishApply({})).rejects.toMatchObject({ name: 'Busy' });
    await first.drop();
    await second.check();
    await second.finishApply({});
    expect((await ledger.read(subject))?.holders).toHaveLength(1);
  });

  it('prolongs the lease with every record', async () => {
    const lease = await ledger.startApply(subject, intent, workOf('a'));
    await clock.advance(50_000);
    await lease.record({ x: 1 });
    await clock.advance(50_000);
    await expect(ledger.startApply(subject, intent, workOf('b'))).rejects.toMatchObject({ name: 'Busy' });
  });

  it('prolongs the lease where little of it is left for the change that is checked', async () => {
    const lease = await ledger.startApply(subject, intent, workOf('a'));
    await clock.advance(10_000);
    await lease.check();
    expect((await ledger.read(subject))?.lease?.until).toBe(clock.now() + 50_000);
    await clock.advance(49_000);
    await lease.check();
    await clock.advance(45_000);
    await expect(ledger.startApply(subject, intent, workOf('b'))).rejects.toMatchObject({ name: 'Busy' });
  });

  it('lets others in at once when an attempt gives up, and they find what it recorded', async () => {
    const lease = await ledger.startApply(subject, intent, workOf('a'));
    await lease.record({ trace: 1 });
    await lease.drop();
    const next = await ledger.startApply(subject, intent, workOf('b'));
    expect(next.current().data).toEqual({ trace: 1 });
  });

  it('keeps the first holder’s before, and adds a holder to what stands applied', async () => {
    await apply('a');
    const joined = await ledger.join(subject, holderOf('b'));
    expect(joined?.before).toEqual({ n: 1 });
    expect(joined && holdersOf(joined)).toEqual(['a', 'b']);
    expect((await ledger.join(subject, holderOf('b')))?.holders).toHaveLength(2);
  });

  it('lets nobody join what is not applied', async () => {
    expect(await ledger.join(subject, holderOf('a'))).toBeNull();
    await ledger.startApply(subject, intent, workOf('a'));
    expect(await ledger.join(subject, holderOf('b'))).toBeNull();
  });

  it('gives the lease to the last one to leave only', async () => {
    await apply('a');
    await ledger.join(subject, holderOf('b'));
    expect((await ledger.startRelease(subject, by('a'), 'ra')).status).toBe('still-held');
    expect((await ledger.startRelease(subject, by('a'), 'ra')).status).toBe('not-held');
    const last = await ledger.startRelease(subject, by('b'), 'rb');
    if (last.status !== 'last') throw new Error(last.status);
    await expect(ledger.startApply(subject, intent, workOf('c'))).rejects.toMatchObject({ name: 'Busy' });
    await last.lease.finishRelease('ana');
    expect(await ledger.read(subject)).toMatchObject({
      state: 'released',
      holders: [],
      released: { by: 'ana' },
    });
  });

  it('starts anew after a release', async () => {
    await apply('a');
    const start = await ledger.startRelease(subject, by('a'), 'ra');
    if (start.status === 'last') await start.lease.finishRelease('ana');
    const lease = await ledger.startApply(subject, { ...intent, before: { n: 2 } }, workOf('b'));
    expect(lease.current()).toMatchObject({ before: { n: 2 }, data: {}, released: null });
    expect(holdersOf(lease.current())).toEqual(['b']);
  });

  it('gives a release that died half-way to whoever wants the containment next, alone', async () => {
    await apply('a');
    await ledger.startRelease(subject, by('a'), 'ra');
    await clock.advance(60_001);
    const lease = await ledger.startApply(subject, intent, workOf('b'));
    expect(holdersOf(lease.current())).toEqual(['b']);
    expect((await ledger.startRelease(subject, by('a'), 'ra')).status).toBe('not-held');
  });

  it('lists what an incident touched, the latest hold first, though a crash left a hold without containment', async () => {
    const other = { ...subject, action: 'ec2.snapshot-volumes' };
    await apply('a');
    await clock.advance(1000);
    await (await ledger.startApply(other, intent, workOf('a'))).finishApply({});
    const died = createLedger({ ...table, put: failsOnContainments(table) }, clock);
    const third = { ...subject, action: 'ec2.stop-instance' };
    await expect(died.startApply(third, intent, workOf('a'))).rejects.toThrow('died');
    const touched = await ledger.listTouched('a');
    expect(touched.map(({ action }) => action)).toEqual([other.action, subject.action]);
    expect(await ledger.listTouched('b')).toEqual([]);
  });

  it('lets exactly one of many that start at once work', async () => {
    const started = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => ledger.startApply(subject, intent, workOf(`inc-${n}`))),
    );
    expect(started.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

const failsOnContainments =
  (table: Table): Table['put'] =>
  (item, condition) =>
    item.pk.startsWith('CONTAINMENT#') ? Promise.reject(new Error('died')) : table.put(item, condition);
