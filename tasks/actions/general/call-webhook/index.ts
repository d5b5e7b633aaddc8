import * as z from 'zod';
import { DescribeWebhookCommand, PostWebhookCommand } from '../../../messenger/commands.ts';
import { noFacts } from '../../../../core/guardrails/facts.ts';
import { defineAction, type ActionContext, type Draft } from '../../action.ts';
import { refused } from '../../refused.ts';
import { hashOf } from '../text.ts';
import { spec } from './spec.ts';

/** What the ledger keeps: the posts that were taken, with the status of each. */
const PostedData = z.object({
  posted: z.array(z.object({ key: z.string(), status: z.number().int() })).default([]),
});
type PostedData = z.infer<typeof PostedData>;

type Parameters = z.infer<typeof spec.parameters>;
type Context = ActionContext<PostedData>;

const limits = [
  'What a webhook was told, it may act on: look there too when you undo',
  'After a crash in between it may be told twice, with the same Idempotency-Key',
];

/** From what is said, and of what: the same at each attempt. */
const toKey = (
  { webhook, text }: Parameters,
  { incident, revision }: Pick<Context, 'incident' | 'revision'>,
): string => `${incident}-r${revision}-${hashOf(webhook, text)}`;

const toPost = (parameters: Parameters, context: Context) => ({
  Webhook: parameters.webhook,
  IdempotencyKey: toKey(parameters, context),
  Incident: context.incident,
  Revision: context.revision,
  Playbook: context.playbook,
  Text: parameters.text,
});

const findPosted = (parameters: Parameters, context: Context) => {
  const wanted = toKey(parameters, context);
  return context.data().posted.find(({ key }) => key === wanted);
};

async function planPost(parameters: Parameters, context: Context): Promise<Draft> {
  const { webhook, text } = parameters;
  const { Host, Known } = await context.clients.messenger.send(
    new DescribeWebhookCommand({ Webhook: webhook }),
  );
  if (Host === null) {
    const known = Known.length > 0 ? `known are ${Known.join(', ')}` : 'none is';
    return refused(
      'unknown-webhook',
      `webhook ${webhook} is not configured (${known}); add it to webhooks in tourniquet.config.json`,
    );
  }
  return {
    calls: [{ service: 'messenger', command: 'PostWebhook', input: toPost(parameters, context) }],
    before: null,
    after: { posted: toKey(parameters, context) },
    blastRadius: { summary: `${webhook} (${Host}) is told: ${text.slice(0, 200)}`, affected: [], limits },
    inPlace: findPosted(parameters, context) !== undefined,
    facts: noFacts,
  };
}

export const callWebhook = defineAction(spec, {
  data: PostedData,
  plan: planPost,
  async apply({ parameters }, context) {
    const before = findPosted(parameters, context);
    if (before !== undefined) return { status: before.status };
    const post = toPost(parameters, context);
    const { Status } = await context.clients.messenger.send(new PostWebhookCommand(post));
    const { posted } = context.data();
    await context.record({ posted: [...posted, { key: post.IdempotencyKey, status: Status }] });
    return { status: Status };
  },
  async verify({ parameters }, context) {
    const posted = findPosted(parameters, context);
    return posted === undefined
      ? { verified: 'not', reason: `${parameters.webhook} was not told yet` }
      : { verified: 'contained', reason: `${parameters.webhook} answered ${posted.status}` };
  },
});
