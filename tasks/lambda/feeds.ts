import { Logger } from '@aws-lambda-powertools/logger';
import type { Config } from '../../core/config.ts';
import { readS3Location } from '../../core/intel/feed-location.ts';
import { createFeedClient } from '../aws/own-clients.ts';
import { createRequestHandler } from '../aws/request-handler.ts';
import { createS3Feed } from '../aws/s3-feed.ts';
import { createFileSource } from '../intel/file-source.ts';
import { type Feeds, openFeeds } from '../intel/open-feeds.ts';
import type { Task } from '../task.ts';
import { readEnvironment } from './environment.ts';
import { pathOf } from './files.ts';
import { clock } from './own.ts';

/** Files lie beside the code under their names, wherever they lay when they were deployed; objects are where they are. */
export async function openThreatLists({ enrich }: Config, service: string): Promise<Feeds> {
  const logger = new Logger({ serviceName: service });
  const client = createFeedClient({
    region: readEnvironment('AWS_REGION').AWS_REGION,
    requestHandler: createRequestHandler({ connectMs: 1_000, requestMs: 4_000 }),
  });
  return await openFeeds({
    configs: enrich.threatLists,
    sourceOf: ({ name, path }) => {
      const object = readS3Location(path);
      return object === null ? createFileSource(pathOf(`${name}.txt`)) : createS3Feed(client, object);
    },
    clock,
    tell: (line) => logger.warn('threat list', { says: line }),
  });
}

/**
 * Looks at feeds while the task works, with what they had before. A function that has answered is frozen with whatever it
 * has open, so the answer waits for both; where no feed is due that is at once.
 */
export const refreshBeside =
  (feeds: Feeds, task: Task): Task =>
  async (event) => {
    const refreshed = feeds.refresh();
    try {
      return await task(event);
    } finally {
      await refreshed;
    }
  };
