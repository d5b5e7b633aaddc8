import * as z from 'zod';
import { Enrichment } from '../../core/enrichment.ts';
import { DeliveryRef } from '../../core/records/deliveries.ts';
import type { Stores } from '../../core/records/stores.ts';
import { score, type ScoreConfig } from '../../core/score/score.ts';
import { readReceived } from '../read-received.ts';
import type { Task } from '../task.ts';

const Request = z.object({ ref: DeliveryRef, enrichment: Enrichment });

export interface ScorePorts {
  readonly stores: Stores;
  readonly config: ScoreConfig;
}

export function createScore({ stores, config }: ScorePorts): Task {
  return async (payload) => {
    const { ref, enrichment } = Request.parse(payload);
    const { finding } = await readReceived(stores, ref);
    return score(finding, enrichment, config);
  };
}
