import { Logger } from '@aws-lambda-powertools/logger';
import { createReadKinesis } from '../ingest/read-kinesis.ts';
import { toHandler } from '../lambda/handler.ts';
import { refreshBeside } from '../lambda/feeds.ts';
import { openLogs } from '../lambda/logs.ts';

const logger = new Logger({ serviceName: 'ingest-stream' });

/** Woken by the data stream, a shard at a time. */
export const handler = toHandler('ingest-stream', async () => {
  const { lists, ...logs } = await openLogs('ingest-stream');
  const read = createReadKinesis({
    ...logs,
    failed: (sequence, { name, message }) =>
      logger.error('comes again', { sequence, errorName: name, errorMessage: message }),
  });
  return refreshBeside(lists, read);
});
