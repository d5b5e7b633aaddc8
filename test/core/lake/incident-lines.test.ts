import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { incidentLines } from '../../../core/lake/incident-lines.ts';
import { incidentColumns, incidentRow } from '../../../core/lake/incident-row.ts';
import { makeIncident, openStores } from '../../support/incidents.ts';

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
const made = (n: number, title = 'x') => makeIncident({ id: `inc-${n}`, lastSeen: at(n), title });

async function openMany(count: number) {
  const { incidents } = openStores();
  for (let n = 0; n < count; n++) await incidents.create(`inc-${n}`, made(n));
  return incidents;
}

const parse = (ndjson: string) =>
  ndjson
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ReturnType<typeof incidentRow>);

it('tells each incident once, of any number, in lines', async () => {
  const rows = parse(await text(incidentLines(await openMany(1_201))));
  expect(rows).toHaveLength(1_201);
  expect(rows[0]).toEqual(incidentRow(made(1_200)));
  expect(new Set(rows.map(({ incident_id: id }) => id)).size).toBe(1_201);
  expect(Object.keys(rows[0] ?? {})).toEqual(Object.keys(incidentColumns));
});

it('misses no incident that something happens to while the others are read, and tells none twice', async () => {
  const incidents = await openMany(1_100);
  const texts: string[] = [];
  for await (const page of incidentLines(incidents)) {
    texts.push(page);
    // From the last page, and from the first that was told already, to the top.
    if (texts.length === 1)
      for (const n of [3, 1_050])
        await incidents.change(`inc-${n}`, (old) => ({ ...(old ?? made(n)), lastSeen: at(5_000 + n) }));
  }
  const ids = parse(texts.join('')).map(({ incident_id: id }) => id);
  expect(ids).toHaveLength(1_100);
  expect(new Set(ids).size).toBe(1_100);
});

it('writes half a surrogate pair as readers of JSON take it', async () => {
  const { incidents } = openStores();
  await incidents.create('inc-1', made(1, 'a\ud800b'));
  expect(parse(await text(incidentLines(incidents)))[0]?.title).toBe('a\ufffdb');
});

it('tells nothing where there is none', async () => {
  expect(parse(await text(incidentLines(openStores().incidents)))).toEqual([]);
});
