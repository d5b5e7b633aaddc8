import { Logger } from '@aws-lambda-powertools/logger';
import { toHandler } from '../lambda/handler.ts';
import { createMeter } from '../lambda/meter.ts';
import { clock, digest, openExecutions, openRawStore, openStore } from '../lambda/own.ts';
import { createIntake } from './index.ts';
import { createReadQueue } from './read-queue.ts';

const logger = new Logger({ serviceName: 'intake' });
const meter = createMeter();

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
      meter({ FindingsTakenIn: taken.findings.length, IngestionDeadLetters: taken.rejected.length });
      return taken;
    },
    failed: (messageId, { name, message }) =>
      logger.error('stays in the queue', { messageId, errorName: name, errorMessage: message }),
  });
});
