import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer, Approval } from '../../core/records/approvals.ts';
import { takeAnswer } from '../../core/take-answer.ts';

const noon = '2026-11-20T12:00:00.000Z';
const question = (changes: Partial<Approval> = {}): Approval => ({
  id: 'apr-1',
  run: { incident: 'inc-1', revision: 1, playbook: 'isolate', execution: 'arn:run' },
  step: 'ok',
  message: 'Isolate?',
  plans: ['hash-1'],
  seen: [],
  askedAt: '2026-11-20T11:30:00.000Z',
  deadline: '2026-11-20T12:30:00.000Z',
  asks: 1,
  token: 'token',
  approvers: [],
  quorum: 1,
  requester: null,
  answers: [],
  decision: null,
  ...changes,
});
const yes = (by: string, at = noon): Answer => ({ by, decision: 'approved', at });
const no = (by: string): Answer => ({ by, decision: 'rejected', at: noon });
/** Said by somebody who signed in. */
const known = (answer: Answer): Answer => ({ ...answer, from: { via: 'console', signedIn: true } });
const three = { approvers: ['ana', 'bo', 'cleo'], quorum: 2 };

interface Case {
  readonly title: string;
  readonly question?: Partial<Approval>;
  readonly answers: readonly Answer[];
  /** The status of each answer in turn, and who decided what. */
  readonly statuses: readonly string[];
  readonly decision?: string;
}

const cases: readonly Case[] = [
  {
    title: 'anyone may say yes where nobody is named',
    answers: [yes('ana')],
    statuses: ['taken'],
    decision: 'approved by ana',
  },
  {
    title: 'whoever asked may not say yes where they signed in, also where nobody is named',
    question: { requester: 'Ana' },
    answers: [known(yes('ana')), known(yes('bo'))],
    statuses: ['refused', 'taken'],
    decision: 'approved by bo',
  },
  {
    title: 'whoever asked may say no',
    question: { requester: 'ana' },
    answers: [known(no('ana'))],
    statuses: ['taken'],
    decision: 'rejected by ana',
  },
  {
    title: 'a name that somebody gives themselves says nothing of who asked',
    question: { requester: 'ana' },
    answers: [yes('ana')],
    statuses: ['taken'],
    decision: 'approved by ana',
  },
  {
    title: 'the first of two stands',
    answers: [no('ana'), yes('bo')],
    statuses: ['taken', 'decided'],
    decision: 'rejected by ana',
  },
  {
    title: 'two of three have to say yes',
    question: three,
    answers: [yes('ana'), yes('cleo'), no('bo')],
    statuses: ['counted', 'taken', 'decided'],
    decision: 'approved by ana, cleo',
  },
  {
    title: 'one no of three is a no',
    question: three,
    answers: [yes('ana'), no('bo')],
    statuses: ['counted', 'taken'],
    decision: 'rejected by bo',
  },
  {
    title: 'nobody counts twice',
    question: three,
    answers: [yes('ana'), yes('ana')],
    statuses: ['counted', 'refused'],
  },
  {
    title: 'nobody counts twice by another spelling',
    question: three,
    answers: [yes('ana'), yes(' Ana'), yes('ＡＮＡ')],
    statuses: ['counted', 'refused', 'refused'],
  },
  {
    title: 'nobody approves by another spelling what they asked for',
    question: { ...three, requester: 'Ana ' },
    answers: [yes('ana')],
    statuses: ['refused'],
  },
  {
    title: 'who is asked may write the name as they like',
    question: { approvers: ['Ana'] },
    answers: [yes('ana')],
    statuses: ['taken'],
    decision: 'approved by ana',
  },
  {
    title: 'who said yes may still say no',
    question: three,
    answers: [yes('ana'), no('ana')],
    statuses: ['counted', 'taken'],
    decision: 'rejected by ana',
  },
  {
    title: 'who is not asked cannot approve',
    question: three,
    answers: [yes('mallory')],
    statuses: ['refused'],
  },
  {
    title: 'who is not asked can stop it',
    question: three,
    answers: [no('mallory')],
    statuses: ['taken'],
    decision: 'rejected by mallory',
  },
  {
    title: 'who asked for it cannot approve it',
    question: { ...three, requester: 'ana' },
    answers: [yes('ana'), yes('bo'), yes('cleo')],
    statuses: ['refused', 'counted', 'taken'],
    decision: 'approved by bo, cleo',
  },
  {
    title: 'where nobody is named, who asked for it may approve it',
    question: { requester: 'ana' },
    answers: [yes('ana')],
    statuses: ['taken'],
    decision: 'approved by ana',
  },
  {
    title: 'the last millisecond counts',
    answers: [yes('ana', '2026-11-20T12:29:59.999Z')],
    statuses: ['taken'],
    decision: 'approved by ana',
  },
  {
    title: 'at the deadline it is late',
    answers: [yes('ana', '2026-11-20T12:30:00.000Z')],
    statuses: ['late'],
  },
  {
    title: 'after the deadline was noticed it is late, and nobody was first',
    question: { decision: { decision: 'expired', by: 'deadline', at: noon, hashes: [] } },
    answers: [yes('ana', '2026-11-20T12:31:00.000Z')],
    statuses: ['late'],
    decision: 'expired by deadline',
  },
];

describe('an answer', () => {
  it.each(cases)('$title', ({ question: changes, answers, statuses, decision }) => {
    let approval = question(changes);
    const got = answers.map((answer) => {
      const verdict = takeAnswer(approval, answer);
      approval = verdict.approval;
      return verdict.status;
    });
    expect(got).toEqual(statuses);
    const settled = approval.decision;
    expect(settled ? `${settled.decision} by ${settled.by}` : undefined).toBe(decision);
  });

  it('settles the question once, with as many different people as it takes, and never without them', () => {
    const names = ['ana', 'bo', 'cleo', 'dee', 'mallory'];
    const answer = fc.record({
      by: fc.constantFrom(...names),
      decision: fc.constantFrom('approved' as const, 'rejected' as const),
      at: fc.constantFrom(noon, '2026-11-20T12:31:00.000Z'),
    });
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 12 }), fc.integer({ min: 1, max: 4 }), (answers, quorum) => {
        const approvers = names.slice(0, 4);
        let approval = question({ approvers, quorum, requester: 'dee' });
        let settlements = 0;
        for (const given of answers) {
          const verdict = takeAnswer(approval, given);
          if (verdict.status === 'taken') settlements += 1;
          if (approval.decision !== null) expect(verdict.approval).toBe(approval);
          approval = verdict.approval;
        }
        expect(settlements).toBe(approval.decision === null ? 0 : 1);
        if (approval.decision?.decision === 'approved') {
          const yeses = new Set(
            answers.filter((one) => one.decision === 'approved' && one.at === noon).map((one) => one.by),
          );
          const counted = approval.decision.by.split(', ');
          expect(new Set(counted).size).toBe(quorum);
          for (const by of counted) expect(yeses.has(by) && by !== 'dee' && by !== 'mallory').toBe(true);
        }
      }),
    );
  });
});
