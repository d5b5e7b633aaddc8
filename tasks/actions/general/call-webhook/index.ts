import * as z from 'zod';
import {
  DescribePostCommand,
  DescribeWebhookCommand,
  PostWebhookCommand,
} from '../../../messenger/commands.ts';
import { noFacts } from '../../../../core/guardrails/facts.ts';
import { defineAction, type ActionContext, type Draft } from '../../action.ts';
import { refused } from '../../refused.ts';
import { hashOf } from '../text.ts';
import { spec } from './spec.ts';

/** The ledger keeps nothing: the messenger knows what was taken. */
const NoData = z.object({});

type Parameters = z.infer<typeof spec.parameters>;
type Context = ActionContext<object>;

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

/** The status with which the webhook took it; null where it did not. */
async function findStatus(parameters: Parameters, context: Context): Promise<number | null> {
  const describe = new DescribePostCommand({ IdempotencyKey: toKey(parameters, context) });
  return (await context.clients.messenger.send(describe)).Status;
}

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
    inPlace: (await findStatus(parameters, context)) !== null,
    facts: noFacts,
  };
}

export const callWebhook = defineAction(spec, {
  data: NoData,
  plan: planPost,
  async apply({ parameters }, context) {
    const taken = await findStatus(parameters, context);
    if (taken !== null) return { status: taken };
    const post = new PostWebhookCommand(toPost(parameters, context));
    return { status: (await context.clients.messenger.send(post)).Status };
  },
  async verify({ parameters }, context) {
    const status = await findStatus(parameters, context);
    return status === null
      ? { verified: 'not', reason: `${parameters.webhook} was not told` }
      : { verified: 'contained', reason: `${parameters.webhook} answered ${status}` };
  },
});
