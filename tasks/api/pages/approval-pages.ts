import { type Context, Hono, type HonoRequest } from 'hono';
import * as z from 'zod';
import type { Clock } from '../../../core/ports/clock.ts';
import type { ApprovalLinks, LinkOutcome } from '../../approval-links/index.ts';
import { describeSender } from '../describe-sender.ts';
import { renderQuestion, type Typed } from './question.ts';
import { nonceOf, renderNotice } from './page.ts';
import type { FramePorts } from '../ports.ts';

export interface ApprovalPagePorts {
  readonly links: ApprovalLinks;
  readonly clock: Clock;
}

/** What the form of the page sends. */
export const AnswerForm = z.object({
  code: z.string().max(64).default(''),
  decision: z.enum(['approved', 'rejected']),
  reason: z.string().max(500).optional(),
  name: z.string().max(64).optional(),
});

/** What to say when an answer was not taken, and the HTTP status that goes with it. */
const refusals = {
  'no-code': [422, 'Type the code that stands in the message. Nothing was decided.'],
  dead: [403, 'Too many wrong codes: this link is dead. The next reminder brings a new one.'],
  late: [410, 'The deadline is over, and the answer was no.'],
  decided: [409, 'Somebody was first. What they decided stands.'],
} as const;

type Refusal = readonly [status: 403 | 404 | 409 | 410 | 415 | 422, text: string];

/**
 * `GET /approve/<link>` shows the question and changes nothing, whoever fetches it; `POST` takes the answer, with the code
 * of the message.
 */
export function createApprovalPages({
  links,
  clock,
  addressOf,
}: ApprovalPagePorts & Pick<FramePorts, 'addressOf'>) {
  const app = new Hono();

  const show = async (context: Context, link: string, refusal: Refusal | null, typed: Typed = {}) => {
    const question = await links.look(link);
    const nonce = nonceOf(context);
    if (question === null) return context.html(await renderNotice(nonce, unknown), 404);
    const [status, error] = refusal ?? [200, null];
    return context.html(await renderQuestion(nonce, question, { now: clock.now(), error, typed }), status);
  };

  app.get('/approve/:link', async (context) => await show(context, context.req.param('link'), null));

  app.post('/approve/:link', async (context) => {
    const link = context.req.param('link');
    const form = await readForm(context.req);
    if (!form.ok) return await show(context, link, form.refusal);
    const { code, decision, reason, name } = form.filled;
    const outcome = await links.answer(link, {
      code,
      decision,
      ...(reason ? { reason } : {}),
      ...(name ? { name } : {}),
      from: describeSender(context, addressOf),
    });
    // After a redirect, loading the page again sends nothing again.
    return isTaken(outcome)
      ? context.redirect(`/approve/${link}`, 303)
      : await show(context, link, refusalOf(outcome), { name, reason });
  });
  return app;
}

type ReadForm =
  | { readonly ok: true; readonly filled: z.infer<typeof AnswerForm> }
  | { readonly ok: false; readonly refusal: Refusal };

const formType = 'application/x-www-form-urlencoded';

async function readForm(request: HonoRequest): Promise<ReadForm> {
  // Reading one of the other types that forms have breaks off where it is malformed.
  if (request.header('content-type')?.split(';')[0]?.trim() !== formType)
    return { ok: false, refusal: [415, `Answers are sent as ${formType}. Nothing was decided.`] };
  const form = AnswerForm.safeParse(await request.parseBody());
  return form.success
    ? { ok: true, filled: form.data }
    : { ok: false, refusal: [422, 'The form was not complete. Nothing was decided.'] };
}

const unknown = {
  title: 'This link is not known',
  text: 'It may be mistyped, or its question may be gone. Nothing was decided.',
};

type Refused = Exclude<LinkOutcome, { readonly status: 'taken' } | { readonly status: 'counted' }>;

const isTaken = (outcome: LinkOutcome): outcome is Exclude<LinkOutcome, Refused> =>
  outcome.status === 'taken' || outcome.status === 'counted';

function refusalOf(outcome: Refused): Refusal {
  switch (outcome.status) {
    case 'unknown':
      return [404, unknown.text];
    case 'wrong-code':
      return [403, describeMiss(outcome.triesLeft)];
    case 'refused':
      return [403, `Not counted: ${outcome.reason}.`];
    case 'no-code':
    case 'dead':
    case 'late':
    case 'decided':
      return refusals[outcome.status];
  }
}

const describeMiss = (left: number): string =>
  `That is not the code of the message that this link came in. ${left} ${left === 1 ? 'try' : 'tries'} left.`;
