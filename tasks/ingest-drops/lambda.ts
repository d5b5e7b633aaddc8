import { Logger } from '@aws-lambda-powertools/logger';
import { createReadDrop } from '../ingest/read-drop.ts';
import { toHandler } from '../lambda/handler.ts';
import { refreshBeside } from '../lambda/feeds.ts';
import { openLogs } from '../lambda/logs.ts';
import { openDrops } from '../lambda/own.ts';

const logger = new Logger({ serviceName: 'ingest-drops' });

/** Woken by the queue of files that were dropped. */
export const handler = toHandler('ingest-drops', async () => {
  const { lists, ...logs } = await openLogs('ingest-drops');
  const read = createReadDrop({
    ...logs,
    open: openDrops(),
    failed: (messageId, { name, message }) =>
      logger.error('comes again', { messageId, errorName: name, errorMessage: message }),
  });
  return refreshBeside(lists, read);
});
