import { describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../../runtime/asl/journal.ts';
import { decodeEntries, encodeEntries } from '../../../runtime/asl/store/journal-codec.ts';

const payload = JSON.stringify({ incident: 'inc-1', account: '111122223333' });
const entry = (id: number, type: string, details?: JournalEntry['details']): JournalEntry => ({
  id,
  type,
  previous: id - 1,
  at: 1000,
  thread: 0,
  details,
  note: undefined,
});

describe('a turn’s entries as text', () => {
  it.each<[string, readonly JournalEntry[]]>([
    [
      'a payload that goes from state to state',
      [
        entry(1, 'TaskSucceeded', { output: payload }),
        entry(2, 'TaskStateExited', { name: 'A', output: payload }),
        entry(3, 'ChoiceStateEntered', { name: 'B', input: payload }),
      ],
    ],
    [
      'payloads that take turns',
      [
        entry(1, 'PassStateExited', { name: 'A', output: payload }),
        entry(2, 'PassStateEntered', { name: 'B', input: '{}' }),
        entry(3, 'PassStateExited', { name: 'B', output: payload }),
      ],
    ],
    [
      'entries without any between them',
      [
        entry(1, 'PassStateExited', { name: 'A', output: payload }),
        entry(2, 'MapIterationStarted', { name: 'M', index: 0 }),
        entry(0, 'wait'),
        entry(3, 'PassStateEntered', { name: 'B', input: payload }),
      ],
    ],
    [
      'payloads that are the texts true and ""',
      [
        entry(1, 'PassStateExited', { name: 'A', output: 'true' }),
        entry(2, 'PassStateEntered', { name: 'B', input: 'true' }),
        entry(3, 'PassStateExited', { name: 'B', output: '' }),
        entry(4, 'PassStateEntered', { name: 'C', input: '' }),
      ],
    ],
  ])('read back what was written: %s', (_what, entries) => {
    expect(decodeEntries(encodeEntries(entries))).toEqual(entries);
  });

  it('say a payload once that leaves one state and enters the next', () => {
    const text = encodeEntries([
      entry(1, 'PassStateExited', { name: 'A', output: payload }),
      entry(2, 'PassStateEntered', { name: 'B', input: payload }),
    ]);
    expect(text.split('inc-1')).toHaveLength(2);
  });

  it('are read as they were written before, each payload in full', () => {
    const row = [1, 'PassStateExited', 0, 1000, 0, { name: 'A', output: payload }];
    const next = [2, 'PassStateEntered', 1, 1000, 0, { name: 'B', input: payload }];
    const read = decodeEntries(JSON.stringify([row, next]));
    expect(read.map(({ details }) => details?.['output'] ?? details?.['input'])).toEqual([payload, payload]);
  });
});
