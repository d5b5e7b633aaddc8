import * as z from 'zod';
import type { ActionSpec } from '../../../../core/action-spec.ts';
import { text } from '../text.ts';

const parameters = z.strictObject({
  message: text.describe('What people are told.'),
  subject: z.string().min(1).max(99).optional().describe('Default: the incident.'),
  channel: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'is no channel: up to 40 small letters, digits and hyphens')
    .default('people')
    .describe('Whom it is for, as whoever sends the outbox on knows them. Default: people.'),
});

const look = ['tourniquet:DescribeMessage'] as const;

/** Tells people something, through the outbox. */
export const spec = {
  id: 'general.notify-people',
  version: 1,
  title: 'Tell people something',
  parameters,
  target: ({ channel }: z.infer<typeof parameters>, incident = '') => ({
    // What is said belongs to its incident: no other one waits for it, or holds it too.
    kind: `channel for ${incident}`,
    id: channel,
  }),
  scope: 'regional',
  impact: 'safe',
  permissions: { plan: look, apply: [...look, 'tourniquet:SendMessage'], verify: look, undo: [] },
  undo: { irreversible: 'what people were told, they know' },
  d3fend: [],
  guide: {
    does: 'Writes a message to the outbox, for a named channel. The same words about the same revision of an incident are said once on a channel, however often the step is retried. Unlike a `notify` step it is planned, passes the guardrails and can be asked about.',
    result: { message: "the message's id in the outbox" },
    example: { message: "{% 'The instance is isolated: ' & $finding.title %}", channel: 'on-call' },
    sources: [],
  },
} as const satisfies ActionSpec<z.infer<typeof parameters>>;
