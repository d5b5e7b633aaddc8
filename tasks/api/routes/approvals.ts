import * as z from 'zod';
import {
  AnswerRequest,
  AnswerResult,
  ApprovalDetail,
  ApprovalQuery,
  ApprovalView,
} from '../../../core/api/approvals.ts';
import { pageOf } from '../../../core/api/paging.ts';
import type { Clock } from '../../../core/ports/clock.ts';
import type { Plans } from '../../../core/records/plans.ts';
import type { GivenAnswer, Outcome } from '../../decide/index.ts';
import { answerQuestion, type AnswerPorts } from '../answer-question.ts';
import { readCursor, toPage } from '../cursor.ts';
import { describeSender } from '../describe-sender.ts';
import type { FramePorts } from '../ports.ts';
import { Refusal } from '../problem.ts';
import { type Route, route } from '../route.ts';
import type { SessionPorts } from './session.ts';
import { readApprovalDetail } from '../views/read-approval-detail.ts';
import { viewApproval } from '../views/view-approval.ts';

export interface ApprovalPorts extends AnswerPorts {
  readonly place: SessionPorts['place'];
  readonly plans: Pick<Plans, 'get'>;
  readonly clock: Clock;
}

const ApprovalParams = z.object({ id: z.string().min(1).max(64) });

/** Questions to people, and their answers. */
export const approvalRoutes = (ports: ApprovalPorts & Pick<FramePorts, 'addressOf'>): readonly Route[] => [
  route(
    {
      method: 'get',
      path: '/api/approvals',
      role: 'viewer',
      summary: 'Questions that wait for an answer, or all; newest first',
      query: ApprovalQuery,
      answer: pageOf(ApprovalView),
    },
    async ({ query: { limit, cursor, state } }) => {
      const { newest, newestWaiting } = ports.stores.approvals;
      const read = state === 'waiting' ? newestWaiting : newest;
      return toPage(await read({ limit, beyond: readCursor(cursor) }), viewApproval);
    },
  ),
  route(
    {
      method: 'get',
      path: '/api/approvals/{id}',
      role: 'viewer',
      summary: 'A question, with what whoever answers it has to know',
      params: ApprovalParams,
      answer: ApprovalDetail,
      problems: [404],
    },
    async ({ params, person }) => await readApprovalDetail(ports, params.id, person),
  ),
  route(
    {
      method: 'post',
      path: '/api/approvals/{id}/answer',
      role: 'approver',
      summary: 'Say yes or no to a question',
      description: 'The answer is of whoever is signed in. Where somebody was first, their decision is told.',
      params: ApprovalParams,
      body: AnswerRequest,
      answer: AnswerResult,
      problems: [404, 410],
    },
    async ({ params, body, person, context }) => {
      const answer: GivenAnswer = {
        by: person.name,
        decision: body.decision,
        ...(body.reason ? { reason: body.reason } : {}),
        from: {
          via: 'console',
          ...(ports.place.signsIn ? { signedIn: true } : {}),
          ...describeSender(context, ports.addressOf),
        },
      };
      return resultOf(await answerQuestion(ports, params.id, answer));
    },
  ),
];

/** @throws Refusal where the answer does not count. */
function resultOf(outcome: Outcome): AnswerResult {
  switch (outcome.status) {
    case 'taken':
      return { status: 'taken', missing: 0, decision: outcome.decision };
    case 'counted':
      return { status: 'counted', missing: outcome.missing, decision: null };
    case 'decided':
      if (outcome.decision.decision === 'expired') throw late(outcome.decision.at);
      return { status: 'decided', missing: 0, decision: outcome.decision };
    case 'late':
      throw late(outcome.deadline);
    case 'refused':
      throw new Refusal(403, `not counted: ${outcome.reason}`);
  }
}

const late = (at: string): Refusal =>
  new Refusal(
    410,
    `nobody answered by ${at}, so the answer was no; respond to the incident to be asked again`,
  );
