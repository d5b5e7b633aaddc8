import { describe, expect, it } from 'vitest';
import { splitCsvLine } from '../../../core/intel/split-csv-line.ts';
import { parseThreatList } from '../../../core/intel/threat-list.ts';

const now = Date.parse('2026-03-01T00:00:00Z');
const columns = { value: 'indicator', confidence: 'score', expires: 'valid_until' };
const parse = (text: string, wanted: { value: string; confidence?: string } = columns) =>
  parseThreatList({ name: 'feed', confidence: 80, text, columns: wanted });

describe('a row of CSV', () => {
  it.each([
    ['a,b', ['a', 'b']],
    ['', ['']],
    ['a,,', ['a', '', '']],
    ['"a,b", "c" ,d', ['a,b', 'c', 'd']],
    ['"say ""no""","x"\r', ['say "no"', 'x']],
    ['a"b,c', ['a"b', 'c']],
    ['"two\nlines",x', ['two\nlines', 'x']],
    ['"a', null],
    ['"a"b,c', null],
  ])('%j is read as %j', (line, fields) => {
    expect(splitCsvLine(line)).toEqual(fields);
  });

  it('takes time by its length, whatever stands in it', () => {
    const begun = performance.now();
    for (const part of ['"', '""', ' ', '",', 'a ', '" ']) splitCsvLine(part.repeat(5000).slice(0, 10_000));
    expect(performance.now() - begun).toBeLessThan(1000);
  });
});

describe('a feed in CSV', () => {
  it('is read by the names of its columns, wherever they stand', () => {
    const { list, entries, bad } = parse(
      'first_seen,score,indicator,"valid_until"\n2026-01-01,95,"198.51.100.7",2027-01-01\n2026-01-01,95,192.0.2.1,2025-01-01\n2026-01-01,,evil.example,\n',
    );
    expect({ entries, bad }).toEqual({ entries: 3, bad: [] });
    expect(list.lookup({ ip: '198.51.100.7' }, now)).toMatchObject({ confidence: 95 });
    expect(list.lookup({ ip: '192.0.2.1' }, now)).toBeNull();
    expect(list.lookup({ domain: 'evil.example' }, now)).toMatchObject({ confidence: 80 });
  });

  it('may begin with comments, of which the last is its header, as that of ThreatFox', () => {
    const { list, bad } = parse(
      '\uFEFF####\r\n# ThreatFox IOCs: recent\r\n# "first_seen_utc","ioc_id","ioc_value","confidence_level"\r\n"2026-02-28 23:55:13", "1", "198.51.100.7:443", "75"\r\n"2026-02-28 23:50:00", "2", "hxxp://evil[.]example/", "100"\r\n# Number of entries: 2\r\n',
      { value: 'ioc_value', confidence: 'confidence_level' },
    );
    expect(bad).toEqual([]);
    expect(list.lookup({ ip: '198.51.100.7' }, now)).toMatchObject({ confidence: 75 });
    expect(list.lookup({ domain: 'evil.example' }, now)).toMatchObject({ confidence: 100 });
  });

  it('may have comments before its header, as that of Feodo Tracker', () => {
    const { list, entries } = parse(
      '\uFEFF# Feodo Tracker\r\n#\r\n"first_seen_utc","dst_ip","dst_port","c2_status"\r\n"2026-01-01 10:00:00","198.51.100.7","443","online"\r\n# END 1 entries\r\n',
      { value: 'dst_ip' },
    );
    expect(entries).toBe(1);
    expect(list.lookup({ ip: '198.51.100.7' }, now)).not.toBeNull();
  });

  it('may begin with a byte order mark and a header in quotes', () => {
    const { list } = parse('\uFEFF"indicator"\n"192.0.2.1"\n', { value: 'indicator' });
    expect(list.lookup({ ip: '192.0.2.1' }, now)).not.toBeNull();
  });

  it('goes on after lines that are broken, and says which', () => {
    const { list, entries, bad } = parse(
      'note,indicator\nok,192.0.2.1\n"open,192.0.2.2\nx,nonsense\n"over two\nlines",192.0.2.3\n"closed"late,192.0.2.4\nok,192.0.2.5\n',
      { value: 'indicator' },
    );
    expect(bad.map(({ line }) => line)).toEqual([3, 4, 7]);
    const known = [1, 2, 3, 4, 5].filter((n) => list.lookup({ ip: `192.0.2.${n}` }, now) !== null);
    expect(known).toEqual([1, 3, 5]);
    expect(entries).toBe(3);
  });

  it.each([
    [
      'a header without the column',
      'ip,score\n1.2.3.4,5\n',
      'has no column "indicator"; its first line names ip, score',
    ],
    [
      'another of the columns',
      'indicator\n1.2.3.4\n',
      'has no column "score"; its first line names indicator',
    ],
    ['nothing in it', '', 'has no column "indicator"; its first line names none'],
  ])('is refused for %s', (_what, text, message) => {
    expect(() => parse(text)).toThrow(message);
  });
});
