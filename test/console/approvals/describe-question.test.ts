import { describe, expect, it } from 'vitest';
import { describeQuestion, describeQuorum } from '../../../console/src/pages/approval/describe-question.ts';

const now = Date.parse('2026-11-20T14:00:00Z');
const question = {
  decision: null,
  deadline: '2026-11-20T14:23:00.000Z',
  answers: [],
  quorum: 1,
  mayAnswer: true,
  why: null,
};
const decision = { by: 'kim', at: '2026-11-20T13:50:00.000Z', hashes: [] };

describe('a question', () => {
  it('is open until its deadline, and says how long that is', () => {
    expect(describeQuestion(question, now)).toEqual({
      open: true,
      until: '2026-11-20 14:23:00 UTC (23 min left)',
    });
  });

  it.each([
    [
      'it is late',
      { deadline: '2026-11-20T14:00:00.000Z' },
      /Nobody answered by 2026-11-20 14:00:00 UTC, so the answer is no/,
    ],
    [
      'one may not',
      { mayAnswer: false, why: 'you asked for it yourself' },
      /You cannot answer this: you asked for it yourself/,
    ],
    [
      'it was approved',
      { decision: { ...decision, decision: 'approved' as const } },
      /^Approved by kim at 2026-11-20 13:50:00 UTC\.$/,
    ],
    [
      'it was rejected',
      { decision: { ...decision, decision: 'rejected' as const, reason: 'not now' } },
      /^Rejected by kim .*: not now$/,
    ],
    ['nobody answered', { decision: { ...decision, decision: 'expired' as const } }, /so the answer is no/],
  ])('is not open where %s', (_, change, text) => {
    expect(describeQuestion({ ...question, ...change }, now)).toEqual({
      open: false,
      text: expect.stringMatching(text),
    });
  });

  it.each([
    [1, [], ''],
    [2, [], '2 more have to say yes.'],
    [3, ['kim', 'lee'], 'kim and lee said yes. 1 more has to say yes.'],
  ])('that takes %i says who is missing', (quorum, people, text) => {
    const answers = people.map((by) => ({ by, decision: 'approved' as const, at: decision.at }));
    expect(describeQuorum({ ...question, quorum, answers })).toBe(text);
  });
});
