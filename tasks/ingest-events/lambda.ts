import { Logger } from '@aws-lambda-powertools/logger';
import { createIngestKeys } from '../../core/records/ingest-keys.ts';
import { createTakeRequest } from '../ingest/take-request.ts';
import { toHandler } from '../lambda/handler.ts';
import { refreshBeside } from '../lambda/feeds.ts';
import { openLogs } from '../lambda/logs.ts';
import { clock, openStore } from '../lambda/own.ts';
import { createIngestEvents } from './index.ts';

const logger = new Logger({ serviceName: 'ingest-events' });

/** What writers send over HTTP, signed. Faults are logged by name and message; requests are not, for records are others'. */
export const handler = toHandler('ingest-events', async () => {
  const { lists, ...logs } = await openLogs('ingest-events');
  const answer = createIngestEvents({
    takeLogs: createTakeRequest({ ...logs, keys: createIngestKeys(openStore().table), clock }),
    onFault: ({ name, message }) => logger.error('fault', { errorName: name, errorMessage: message }),
  });
  return refreshBeside(lists, answer);
});
