import { describe, expect, it } from 'vitest';
import { createDeadLetters, type DeadLetter } from '../../../core/records/dead-letters.ts';
import { openDatabase } from '../../../runtime/store/database.ts';
import { createSqliteTable } from '../../../runtime/store/sqlite-table.ts';

const letter: DeadLetter = {
  id: 'l1',
  at: '2026-11-20T00:00:00.000Z',
  queue: 'ingestion',
  stage: 'ingest',
  reason: 'it has no time',
  delivery: 'batch-1',
  index: 0,
  raw: null,
  label: 'a.log',
  origin: { via: 'http', account: null, trusted: false },
  attempts: 1,
};
const open = () => createDeadLetters(createSqliteTable(openDatabase(':memory:')));
const long = `its port is "${'9'.repeat(500_000)}"`;

describe('the reason of a dead letter, in which stands what somebody sent', () => {
  it('is kept as far as the table takes it', async () => {
    const letters = open();
    await letters.put({ ...letter, reason: long });
    expect((await letters.require('l1')).reason).toBe(long.slice(0, 4096));
  });

  it('is no longer when it failed again', async () => {
    const letters = open();
    await letters.put(letter);
    await letters.change('l1', (current) => current && { ...current, reason: long });
    expect(await letters.list()).toEqual([{ ...letter, reason: long.slice(0, 4096) }]);
  });
});
