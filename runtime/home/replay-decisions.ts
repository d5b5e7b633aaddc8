import * as z from 'zod';
import type { Callbacks } from '../../core/ports/callbacks.ts';
import { tellAs } from '../../core/records/approvals.ts';
import type { Stores } from '../../core/records/stores.ts';
import type { Engine } from '../asl/index.ts';
import { eachExecution } from './engine-ports.ts';

const PlaybookInput = z.object({ incident: z.string() });

/**
 * Hands on the answers that an earlier process took and did not live to hand on. Without this their
 * executions would wait for the next reminder, whose Ask replays them.
 */
export async function replayDecisions(engine: Engine, stores: Stores, callbacks: Callbacks): Promise<void> {
  const incidents = new Set<string>();
  for (const { executionArn } of eachExecution(engine, { statusFilter: 'RUNNING' })) {
    const input = PlaybookInput.safeParse(JSON.parse(engine.describe({ executionArn }).input));
    if (input.success) incidents.add(input.data.incident);
  }
  const asked = await Promise.all([...incidents].map((incident) => stores.approvals.listOf(incident)));
  const decided = asked.flat().flatMap((approval) => {
    const { token, decision } = approval;
    return decision === null ? [] : [{ token, decision: tellAs(approval, decision) }];
  });
  await Promise.all(decided.map(({ token, decision }) => callbacks.succeed(token, decision)));
}
