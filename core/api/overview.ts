import * as z from 'zod';
import { SeverityLabel } from '../finding.ts';
import { FeedState } from '../intel/feed-state.ts';
import { Message } from '../records/outbox.ts';

/** A feed of `enrich.threatLists`. */
const ThreatListView = FeedState.meta({ id: 'ThreatList' });

export const OverviewQuery = z.object({ days: z.coerce.number().int().min(1).max(90).default(14) });
export type OverviewQuery = z.infer<typeof OverviewQuery>;

/** How long something took, over the incidents where it happened. Seconds; null: nowhere yet. */
const Times = z.object({
  count: z.number().int(),
  median: z.number().nullable(),
  p90: z.number().nullable(),
});

const Tally = z.object({ name: z.string(), count: z.number().int() });

export const Overview = z
  .object({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    incidents: z.number().int(),
    /** True where there were more incidents than were looked at: the figures are of the newest ones. */
    partial: z.boolean(),
    /** A row for each day, also where nothing happened. Days are UTC. */
    days: z.array(z.object({ day: z.iso.date(), counts: z.record(SeverityLabel, z.number().int()) })),
    states: z.array(Tally),
    /** From the first finding until a person or a playbook took it up, until contained, until released or resolved. */
    acknowledge: Times,
    contain: Times,
    resolve: Times,
    /** Contained without a person having to answer, of all contained ones, 0–1; null: none contained. */
    automation: z.number().nullable(),
    topTypes: z.array(Tally),
    topResources: z.array(Tally),
    deadLetters: z.number().int(),
    waitingApprovals: z.number().int(),
    /** How each does, as whoever looked at it last saw it. */
    threatLists: z.array(ThreatListView),
  })
  .meta({ id: 'Overview' });
export type Overview = z.infer<typeof Overview>;

/** A message that was told, without what one would answer its question with. */
export const MessageView = Message.omit({ invitation: true }).meta({ id: 'Message' });
export type MessageView = z.infer<typeof MessageView>;

/** The kill switch. */
export const Controls = z
  .object({
    paused: z.boolean(),
    by: z.string().nullable(),
    at: z.iso.datetime().nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'Controls' });
export type Controls = z.infer<typeof Controls>;

export const PauseRequest = z.object({ reason: z.string().max(500).optional() }).meta({ id: 'PauseRequest' });
export type PauseRequest = z.infer<typeof PauseRequest>;
