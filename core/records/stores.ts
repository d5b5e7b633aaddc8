import type { Clock } from '../ports/clock.ts';
import type { Digest } from '../ports/digest.ts';
import type { Table } from '../ports/table.ts';
import { createActionOutcomes } from './action-outcomes.ts';
import { createApprovals } from './approvals.ts';
import { createControls } from './controls.ts';
import { createDeadLetters } from './dead-letters.ts';
import { createDeliveries } from './deliveries.ts';
import { createFeedStates } from './feed-states.ts';
import { createFindings } from './findings.ts';
import { createIncidents } from './incidents.ts';
import { createLinks } from './links.ts';
import { createOutbox } from './outbox.ts';
import { createPlaybookRuns, createResponses } from './responses.ts';
import { createSessionRecords } from './sessions.ts';
import { createTimeline } from './timeline.ts';
import { createWebhookPosts } from './webhook-posts.ts';
import { createWindows } from './windows.ts';

/** Every kind of record, over one table. */
export type Stores = ReturnType<typeof createStores>;

export function createStores({ table, clock, digest }: { table: Table; clock: Clock; digest: Digest }) {
  return {
    approvals: createApprovals(table),
    controls: createControls(table),
    deadLetters: createDeadLetters(table),
    deliveries: createDeliveries(table),
    feedStates: createFeedStates(table),
    findings: createFindings(table),
    incidents: createIncidents(table),
    links: createLinks(table),
    outbox: createOutbox(table),
    outcomes: createActionOutcomes(table),
    responses: createResponses(table),
    runs: createPlaybookRuns(table),
    sessions: createSessionRecords(table),
    timeline: createTimeline(table, clock, digest),
    webhookPosts: createWebhookPosts(table),
    windows: createWindows(table),
  };
}
