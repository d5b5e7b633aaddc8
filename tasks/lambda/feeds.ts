import { Logger } from '@aws-lambda-powertools/logger';
import type { Config } from '../../core/config.ts';
import { readS3Location } from '../../core/intel/feed-location.ts';
import type { FeedStates } from '../../core/records/feed-states.ts';
import { createFeedClient } from '../aws/own-clients.ts';
import { createRequestHandler } from '../aws/request-handler.ts';
import { createS3Feed } from '../aws/s3-feed.ts';
import { createFileSource } from '../intel/file-source.ts';
import { createKeepStates } from '../intel/keep-states.ts';
import { type Feeds, openFeeds } from '../intel/open-feeds.ts';
import type { Task } from '../task.ts';
import { readEnvironment } from './environment.ts';
import { pathOf } from './files.ts';
import { clock } from './own.ts';

export interface OpenFeeds {
  readonly feeds: Feeds;
  /** Keeps how they do, for the dashboard. */
  readonly keep: () => Promise<void>;
}

/** Files lie beside the code under their names, wherever they lay when they were deployed; objects are where they are. */
export async function openThreatLists(
  { enrich }: Config,
  { service, kept }: { readonly service: string; readonly kept: FeedStates },
): Promise<OpenFeeds> {
  const logger = new Logger({ serviceName: service });
  const tell = (line: string): void => logger.warn('threat list', { says: line });
  const client = createFeedClient({
    region: readEnvironment('AWS_REGION').AWS_REGION,
    requestHandler: createRequestHandler({ connectMs: 1_000, requestMs: 4_000 }),
  });
  const feeds = await openFeeds({
    configs: enrich.threatLists,
    sourceOf: ({ name, path }) => {
      const object = readS3Location(path);
      return object === null ? createFileSource(pathOf(`${name}.txt`)) : createS3Feed(client, object);
    },
    clock,
    tell,
  });
  return { feeds, keep: createKeepStates({ feeds, kept, tell }) };
}

/**
 * Looks at feeds while the task works, with what they had before. A function that has answered is frozen with whatever it
 * has open, so the answer waits for both; where no feed is due that is at once.
 */
export const refreshBeside =
  ({ feeds, keep }: OpenFeeds, task: Task): Task =>
  async (event) => {
    const refreshed = feeds.refresh().then(keep);
    try {
      return await task(event);
    } finally {
      await refreshed;
    }
  };
