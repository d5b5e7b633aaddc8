import { describe, expect, it } from 'vitest';
import type { LakeRow } from '../../core/ingest/lake-row.ts';
import type { Lake } from '../../core/ports/lake.ts';
import { lakeRow } from '../support/lake-row.ts';

export interface OpenedLake {
  readonly lake: Lake;
  /** Every row that is there, in any order. */
  readonly read: () => Promise<readonly LakeRow[]>;
}

export interface LakeExceptions {
  /** Why a row of more than a megabyte loses the end of `raw`. */
  readonly cutsLongRows?: string;
}

/** The contract of the Lake port, but that a batch is kept once: only the embedded lake promises that. */
export function lakeContract(
  adapter: string,
  open: () => Promise<OpenedLake>,
  { cutsLongRows }: LakeExceptions = {},
): void {
  const byId = (rows: readonly LakeRow[]): readonly LakeRow[] =>
    rows.toSorted((a, b) => (a.event_id < b.event_id ? -1 : 1));

  describe(`Lake on ${adapter}`, () => {
    it('gives back every column of every row as it was', async () => {
      const { lake, read } = await open();
      const rows = [
        lakeRow('a'),
        lakeRow('b', {
          account: null,
          region: null,
          principal: null,
          action: null,
          src_ip: null,
          geo_info: { country: null },
          threat_intel: { is_known_threat: false, confidence: 0, feeds: [] },
          risk_score: 0,
          rule_ids: [],
        }),
        lakeRow('c', {
          principal: 'é — "quoted" \\ \u0000 \u2028 💶',
          threat_intel: { is_known_threat: true, confidence: 87.5, feeds: ['one', 'two'] },
          rule_ids: ['x', 'y'],
          risk_score: 99.5,
          raw: '{"text":"two\\nlines","half":"\\ud800"}\nno JSON',
        }),
      ];
      await lake.append('batch', rows);
      expect(byId(await read())).toEqual(rows);
    });

    it('keeps the rest of a row whose text has half a surrogate pair', async () => {
      const { lake, read } = await open();
      await lake.append('batch', [lakeRow('a', { principal: 'x\ud800y' }), lakeRow('b')]);
      expect(byId(await read()).map(({ principal }) => principal)).toEqual([
        'x\ufffdy',
        lakeRow('b').principal,
      ]);
    });

    it('keeps rows of several hours, and of batches that come at the same time', async () => {
      const { lake, read } = await open();
      const hours = ['2026-01-01T23:59:59.999Z', '2026-01-02T00:00:00.000Z'];
      await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          lake.append(
            `batch-${n}`,
            hours.map((processed_at, h) => lakeRow(`${n}-${h}`, { processed_at })),
          ),
        ),
      );
      expect(new Set((await read()).map(({ event_id }) => event_id)).size).toBe(40);
    });

    it('takes a batch without rows', async () => {
      const { lake, read } = await open();
      await lake.append('empty', []);
      await lake.append('one', [lakeRow('a')]);
      await lake.append('another', []);
      expect(await read()).toEqual([lakeRow('a')]);
    });

    const raw = JSON.stringify({ text: '"'.repeat(500_000) });
    const takesWhole = async (): Promise<void> => {
      const { lake, read } = await open();
      await lake.append('large', [lakeRow('a', { raw })]);
      expect((await read()).map((row) => row.raw.length)).toEqual([raw.length]);
    };
    const takesCut = async (): Promise<void> => {
      const { lake, read } = await open();
      await lake.append('large', [lakeRow('a', { raw }), lakeRow('b')]);
      const [cut, whole] = byId(await read());
      expect({ ...cut, raw: '' }).toEqual(lakeRow('a', { raw: '' }));
      expect(raw.startsWith(cut?.raw.slice(0, -1) ?? '?')).toBe(true);
      expect(cut?.raw.length).toBeGreaterThan(100_000);
      expect(whole).toEqual(lakeRow('b'));
    };
    if (cutsLongRows === undefined) it('takes a record of a megabyte', takesWhole);
    else it(`cuts the end off the record of a megabyte, for ${cutsLongRows}`, takesCut);
  });
}
