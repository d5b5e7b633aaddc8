import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { toHandler } from '../lambda/handler.ts';
import { clock, digest, openExecutions, openRawStore, openStore } from '../lambda/own.ts';
import { createIntake } from './index.ts';
import { createReadQueue } from './read-queue.ts';

const logger = new Logger({ serviceName: 'intake' });
const metrics = new Metrics({ namespace: 'Tourniquet', serviceName: 'intake' });

export const handler = toHandler('intake', () => {
  const { stores } = openStore();
  const intake = createIntake({
    stores,
    raw: openRawStore(),
    executions: openExecutions(),
    clock,
    digest,
  });
  return createReadQueue({
    intake: async (arrival) => {
      const taken = await intake(arrival);
      metrics.addMetric('FindingsTakenIn', MetricUnit.Count, taken.findings.length);
      metrics.addMetric('FindingsRejected', MetricUnit.Count, taken.rejected.length);
      metrics.publishStoredMetrics();
      return taken;
    },
    failed: (messageId, { name, message }) =>
      logger.error('stays in the queue', { messageId, errorName: name, errorMessage: message }),
  });
});
