import * as z from 'zod';
import type { ActionSpec } from '../../../../core/action-spec.ts';
import { webhookName } from '../../../../core/webhooks-config.ts';
import { text } from '../text.ts';

const parameters = z.strictObject({
  webhook: z
    .string()
    .regex(webhookName, "is no webhook's name; a URL belongs into the configuration's webhooks, under a name")
    .describe('Its name in tourniquet.config.json, never a URL.'),
  text: text.describe('What it is told beside the incident.'),
});

const look = ['tourniquet:DescribeWebhook', 'tourniquet:DescribePost'] as const;

/** Posts JSON to a webhook of the configuration. */
export const spec = {
  id: 'general.call-webhook',
  version: 1,
  title: 'Post to a webhook',
  parameters,
  target: ({ webhook }: z.infer<typeof parameters>, incident = '') => ({
    // What is said belongs to its incident: no other one waits for it, or holds it too.
    kind: `webhook for ${incident}`,
    id: webhook,
  }),
  scope: 'regional',
  impact: 'safe',
  permissions: {
    plan: look,
    apply: [...look, 'tourniquet:PostWebhook'],
    verify: ['tourniquet:DescribePost'],
    undo: [],
  },
  undo: { irreversible: 'what a webhook was told, it may have acted on' },
  d3fend: [],
  guide: {
    does: 'Posts the incident (id, revision, status, risk), the type, title, severity and place of the finding, the playbook and `text` as JSON to a webhook that `tourniquet.config.json` names. Never the finding itself. A retry carries the same `Idempotency-Key`; with a secret, `X-Tourniquet-Signature` signs the time and the body. Redirects are not followed, ten seconds are all it gets, and what it answers is not kept. In cases of playbooks nothing is sent.',
    result: { status: 'the HTTP status with which it was taken' },
    example: { webhook: 'ticketing', text: 'The instance is isolated' },
    sources: [],
  },
} as const satisfies ActionSpec<z.infer<typeof parameters>>;
