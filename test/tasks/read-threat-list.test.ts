import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readThreatList } from '../../tasks/enrich/read-threat-list.ts';

const now = Date.parse('2026-03-01T00:00:00Z');
const columns = { value: 'indicator', confidence: 'score', expires: 'valid_until' };

async function readList(text: string, more: object = {}) {
  const path = join(await mkdtemp(join(tmpdir(), 'tourniquet-feed-')), 'feed');
  await writeFile(path, text);
  const told: string[] = [];
  const config = { name: 'feed', path, confidence: 80, ...more };
  const list = await readThreatList(config, { now, tell: (problem) => void told.push(problem) });
  return { list, told, path };
}

describe('a plain feed', () => {
  it('has addresses, networks, domains and hashes, each with its confidence', async () => {
    const { list, told } = await readList(
      '198.51.100.7\n203.0.113.0/24,60\n2001:db8::/32\nevil.example,90 # told by a friend\nD41D8CD98F00B204E9800998ECF8427E,70\n',
    );
    expect(told).toEqual([]);
    expect(list.lookup({ ip: '198.51.100.7' })).toEqual({ list: 'feed', confidence: 80 });
    expect(list.lookup({ ip: '203.0.113.9' })).toMatchObject({ confidence: 60 });
    expect(list.lookup({ ip: '2001:db8::1' })).toMatchObject({ confidence: 80 });
    expect(list.lookup({ domain: 'c2.evil.example' })).toMatchObject({ confidence: 90 });
    expect(list.lookup({ hash: 'd41d8cd98f00b204e9800998ecf8427e' })).toMatchObject({ confidence: 70 });
    expect(list.lookup({ hash: 'e3b0c44298fc1c149afbf4c8996fb924' })).toBeNull();
  });

  it.each([
    ['a second before', '2026-02-28T23:59:59Z', null],
    ['now', '2026-03-01T00:00:00Z', null],
    ['a second later', '2026-03-01T00:00:01Z', { list: 'feed', confidence: 80 }],
  ])('forgets what expired: %s', async (_what, expires, found) => {
    const { list, told } = await readList(`198.51.100.7,,${expires}\n`);
    expect(list.lookup({ ip: '198.51.100.7' })).toEqual(found);
    expect(told).toEqual([]);
  });

  it.each([['no address'], ['198.51.100.7,high'], ['198.51.100.7,50,soon'], ['d41d8cd9']])(
    'goes on without the line "%s", and says so',
    async (line) => {
      const { list, told, path } = await readList(`${line}\n${line}\n${line}\n192.0.2.1\n`);
      expect(list.lookup({ ip: '192.0.2.1' })).not.toBeNull();
      expect(told).toEqual([
        `threat list feed: ${path} line 1 is no address, network, domain or hash: ${line} (so are 2 others); left out`,
      ]);
    },
  );
});

describe('a feed in CSV', () => {
  it('is read by the names of its columns, wherever they stand', async () => {
    const { list, told } = await readList(
      'first_seen,score,indicator,"valid_until"\n2026-01-01,95,"198.51.100.7",2027-01-01\n2026-01-01,95,192.0.2.1,2025-01-01\n2026-01-01,,evil.example,\n',
      { columns },
    );
    expect(told).toEqual([]);
    expect(list.lookup({ ip: '198.51.100.7' })).toMatchObject({ confidence: 95 });
    expect(list.lookup({ ip: '192.0.2.1' })).toBeNull();
    expect(list.lookup({ domain: 'evil.example' })).toMatchObject({ confidence: 80 });
  });

  it('says which line it goes on without', async () => {
    const { told } = await readList('indicator\n198.51.100.7\nnonsense here\n', {
      columns: { value: 'indicator' },
    });
    expect(told).toEqual([expect.stringContaining('line 3 is no address')]);
  });

  it.each([
    [
      'a column that is not there',
      'ip,score\n1.2.3.4,5\n',
      /has no column "indicator"; its first line names ip, score/,
    ],
    [
      'quotes that do not end',
      'indicator\n"198.51.100.7\n',
      /is no CSV: .*; correct it, or leave out columns/,
    ],
  ])('is refused for %s', async (_what, text, message) => {
    await expect(readList(text, { columns: { value: 'indicator' } })).rejects.toThrow(message);
  });
});
