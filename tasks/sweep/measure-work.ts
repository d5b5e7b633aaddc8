import { wantedRevision } from '../../core/incident.ts';
import type { Measures } from '../../core/metrics.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Budgets } from '../../core/records/budgets.ts';
import type { Stores } from '../../core/records/stores.ts';

export interface MeasureWorkPorts {
  readonly stores: Pick<Stores, 'incidents' | 'outbox' | 'approvals'>;
  readonly budgets: Pick<Budgets, 'list'>;
  readonly clock: Clock;
}

/** How much is due and who is waited for: what nobody would see otherwise, for nothing fails where nothing happens. */
export function createMeasureWork({ stores, budgets, clock }: MeasureWorkPorts): () => Promise<Measures> {
  return async () => {
    const [behind, unsent, waiting, spent] = await Promise.all([
      stores.incidents.listBehind(),
      stores.outbox.listUnsent(),
      stores.approvals.listWaiting(),
      budgets.list(),
    ]);
    const due = [
      ...behind.map((incident) => incident.revisions[wantedRevision(incident) - 1]?.at ?? incident.lastSeen),
      ...unsent.map(({ at }) => at),
    ];
    const ages = due.map((at) => Math.round((clock.now() - Date.parse(at)) / 1000));
    return {
      OldestOpenWork: Math.max(0, ...ages),
      QuestionsWaiting: waiting.length,
      BudgetsShut: spent.filter(({ latch }) => latch !== null).length,
    };
  };
}
