import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Config } from '../../../core/config.ts';
import { redriveByOwner } from '../../../runtime/cli/dead-letters/redrive-by-owner.ts';
import { openHome } from '../../../runtime/home/open-home.ts';
import type { Home } from '../../../runtime/home/home.ts';
import { runInProcess } from './run-in-process.ts';

let folder: string;
let db: string;
let home: Home;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tourniquet-by-owner-'));
  db = join(folder, 'held.db');
  home = await openHome({ database: db, config: Config.parse({}), playbooks: null });
});
afterAll(async () => {
  await home.close();
  rmSync(folder, { recursive: true, force: true });
});

let batches = 0;
/** @returns the letter of a record that is none. */
async function makeLetter(): Promise<string> {
  const id = `batch-${++batches}`;
  const before = new Set((await home.stores.deadLetters.list()).map((letter) => letter.id));
  const origin = { via: 'file', account: null, trusted: false } as const;
  await home.ingest({ id, label: 'cut.ndjson', origin, records: [{ bytes: Buffer.from('{"cut') }] });
  const made = (await home.stores.deadLetters.list()).find((letter) => !before.has(letter.id));
  if (made === undefined) throw new Error('it is no dead letter');
  return made.id;
}

/** As `serve` does it, and more often. */
async function serving<T>(work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => void home.redriveWanted(), 20);
  return await work().finally(() => clearInterval(timer));
}

describe('beside a server, redrive', () => {
  it('is done by the server, in the name of who asked for it', async () => {
    const id = await makeLetter();
    const { code, out, err } = await serving(() =>
      runInProcess('dlq', 'redrive', id, '--db', db, '--by', 'kim'),
    );
    expect(err).toContain('is held by another tourniquet process, which is asked to do it');
    expect([code, out]).toEqual([
      1,
      expect.stringMatching(`^still waits ${id} \\(2 tries\\): it is cut off`),
    ]);
    const letter = await home.stores.deadLetters.require(id);
    expect(letter).toMatchObject({ attempts: 2, tried: [{ by: 'kim' }] });
    expect(letter).not.toHaveProperty('wanted');
  });

  it('says why a letter cannot be tried, where the server finds out', async () => {
    const id = await makeLetter();
    await home.stores.deadLetters.change(id, (letter) => letter && { ...letter, stage: 'drop' });
    const { code, out } = await serving(() => runInProcess('dlq', 'redrive', id, '--db', db));
    expect([code, out]).toEqual([1, expect.stringContaining('is read again when it is put there anew')]);
  });

  it('refuses before anything is tried where one of the letters is not there', async () => {
    const id = await makeLetter();
    const { code, err } = await serving(() => runInProcess('dlq', 'redrive', id, 'nowhere', '--db', db));
    expect([code, err]).toEqual([1, expect.stringContaining('there is no dead letter nowhere')]);
    expect(await home.stores.deadLetters.require(id)).toMatchObject({ attempts: 1 });
  });

  it('gives up, and wants nothing any more, where nobody looks', async () => {
    const id = await makeLetter();
    const options = { db, by: 'kim', json: false, all: false };
    const terminal = { out: () => undefined, err: () => undefined } as never;
    await expect(redriveByOwner([id], options, terminal, { patienceMs: 30, lookEveryMs: 5 })).rejects.toThrow(
      `${db} is held by a tourniquet process that is no server and tries nothing again`,
    );
    expect(await home.stores.deadLetters.listWanted()).toEqual([]);
  });
});

it('beside a server, drop lets a letter wait no longer at once', async () => {
  const id = await makeLetter();
  const { code } = await runInProcess('dlq', 'drop', id, '--yes', '--by', 'kim', '--db', db);
  expect(code).toBe(0);
  expect(await home.stores.deadLetters.require(id)).toMatchObject({ ended: { how: 'dropped', by: 'kim' } });
});
