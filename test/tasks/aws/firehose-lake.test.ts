import { describe, expect, it } from 'vitest';
import type { LakeRow } from '../../../core/ingest/lake-row.ts';
import { createFirehoseLake } from '../../../tasks/aws/firehose-lake.ts';

const row: LakeRow = {
  event_id: 'e-1',
  processed_at: '2026-11-20T12:00:00.000Z',
  event_time: '2026-11-20T12:00:00.000Z',
  event_type: 'AwsApiCall',
  source: 'iam.amazonaws.com',
  account: '111122223333',
  region: 'eu-west-1',
  principal: null,
  action: 'CreateUser',
  src_ip: null,
  geo_info: { country: null },
  threat_intel: { is_known_threat: false, confidence: 0, feeds: [] },
  risk_score: 1,
  rule_ids: [],
  raw: '{}',
};
const rows = (count: number, changes: Partial<LakeRow> = {}): LakeRow[] =>
  Array.from({ length: count }, (_, index) => ({ ...row, event_id: `e-${index}`, ...changes }));

/** Firehose as far as it is asked. @param refuses how many of the records of each call it does not take. */
function openFirehose(refuses: (call: number) => number = () => 0, answer: object = {}) {
  const pauses: number[] = [];
  const calls: LakeRow[][] = [];
  const sizes: number[] = [];
  const client = {
    send: async ({ input }: { input: { Records: { Data: Uint8Array }[] } }) => {
      const texts = input.Records.map(({ Data }) => new TextDecoder().decode(Data));
      const refused = refuses(calls.length);
      calls.push(texts.map((text) => JSON.parse(text) as LakeRow));
      sizes.push(input.Records.reduce((sum, { Data }) => sum + Data.length, 0));
      return {
        FailedPutCount: refused,
        RequestResponses: texts.map((_, index) =>
          index < refused ? { ErrorCode: 'ServiceUnavailableException' } : { RecordId: String(index) },
        ),
        ...answer,
      };
    },
  } as never;
  const wait = async (ms: number): Promise<void> => void pauses.push(ms);
  const lake = createFirehoseLake({ client, stream: 'tourniquet-lake', wait, random: () => 0.5 });
  return { lake, calls, sizes, pauses };
}

const idsOf = (all: readonly LakeRow[]): string[] => all.map(({ event_id: id }) => id);

describe('the lake on Firehose', () => {
  it('puts rows as they are, each an object of its own', async () => {
    const { lake, calls } = openFirehose();
    await lake.append('b', rows(2));
    expect(calls).toEqual([rows(2)]);
  });

  it('makes no call of more than 500 records or 4 MiB', async () => {
    const { lake, calls, sizes } = openFirehose();
    await lake.append('b', rows(1_201));
    await lake.append('c', rows(9, { raw: 'x'.repeat(900_000) }));
    expect(calls.map(({ length }) => length)).toEqual([500, 500, 201, 4, 4, 1]);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(4 * 1_048_576);
  });

  it('fills a call to the last byte, and a record too', async () => {
    const { lake, calls, sizes } = openFirehose();
    const empty = JSON.stringify({ ...row, event_id: 'e-0', raw: '' }).length + 1;
    const longest = rows(5, { raw: 'x'.repeat(1_000 * 1024 - empty) });
    await lake.append('b', longest);
    expect(calls.flat()).toEqual(longest);
    const rest = 4 * 1_048_576 - 4 * 1_000 * 1024;
    expect(sizes).toEqual([4 * 1_000 * 1024, 1_000 * 1024]);
    const { lake: again, sizes: filled } = openFirehose();
    const last = rows(1, { raw: 'x'.repeat(rest - empty) });
    await again.append('b', [...longest.slice(0, 4), ...last, ...last]);
    expect(filled).toEqual([4 * 1_048_576, rest]);
  });

  it('puts again what was not taken, and no more', async () => {
    const { lake, calls } = openFirehose((call) => [2, 1][call] ?? 0);
    await lake.append('b', rows(3));
    expect(calls.map(idsOf)).toEqual([['e-0', 'e-1', 'e-2'], ['e-0', 'e-1'], ['e-0']]);
  });

  it('takes no answer for a yes that leaves open which records were not taken', async () => {
    const { lake, calls } = openFirehose((call) => (call === 0 ? 2 : 0), { RequestResponses: [] });
    await lake.append('b', rows(3));
    expect(calls.map(({ length }) => length)).toEqual([3, 3]);
  });

  it('tells it apart from calls that fail as a whole, which the SDK has tried by then', async () => {
    const send = async (): Promise<never> => {
      throw Object.assign(new Error('Slow down.'), { name: 'ServiceUnavailableException' });
    };
    const refuse = async (): Promise<void> => expect.unreachable();
    const lake = createFirehoseLake({
      client: { send } as never,
      stream: 's',
      wait: refuse,
      random: () => 1,
    });
    await expect(lake.append('b', rows(1))).rejects.toMatchObject({ name: 'Busy' });
  });

  it('fails, to be tried again later, where Firehose goes on refusing', async () => {
    const { lake, calls, pauses } = openFirehose(() => 1);
    await expect(lake.append('b', rows(3))).rejects.toThrow(
      expect.objectContaining({ name: 'Busy', message: expect.stringContaining('did not take 1 of 3 rows') }),
    );
    expect(calls).toHaveLength(5);
    // Longer each time, of which a random part: who was throttled together does not come back together.
    expect(pauses).toEqual([100, 200, 400, 800]);
  });

  it.each([
    ['letters', 'x'],
    ['what JSON writes in six bytes', '\u0001'],
    ['what has four bytes', '😀'],
  ])(
    'cuts the end off a record of %s that is too long, and keeps the rest of the row',
    async (_what, one) => {
      const { lake, calls, sizes } = openFirehose();
      await lake.append('b', [{ ...row, raw: one.repeat(1_100_000) }]);
      expect(sizes[0]).toBeLessThanOrEqual(1_000 * 1024);
      const [kept] = calls.flat();
      expect(kept).toMatchObject({ event_id: 'e-1', action: 'CreateUser' });
      expect(kept?.raw.endsWith('…')).toBe(true);
      expect(kept?.raw.length).toBeGreaterThan(100_000);
    },
  );
});
