import type { AwsConfig } from '../../core/aws-config.ts';
import type { ThreatListConfig } from '../../core/enrich-config.ts';
import { readS3Location } from '../../core/intel/feed-location.ts';
import type { FeedSource } from '../../core/ports/feed-source.ts';
import { createFeedClient } from '../../tasks/aws/own-clients.ts';
import { createRequestHandler } from '../../tasks/aws/request-handler.ts';
import { createS3Feed } from '../../tasks/aws/s3-feed.ts';
import { createFileSource } from '../../tasks/intel/file-source.ts';

/** Where feeds come from: this machine's files, and with its own credentials objects of S3 in any Region. */
export function sourcesOf({ endpoint }: Pick<AwsConfig, 'endpoint'>) {
  const client = createFeedClient({
    region: process.env['AWS_REGION'] ?? 'us-east-1',
    requestHandler: createRequestHandler({ connectMs: 3_000, requestMs: 20_000 }),
    ...(endpoint === null ? {} : { endpoint }),
  });
  return ({ path }: Pick<ThreatListConfig, 'path'>): FeedSource => {
    const object = readS3Location(path);
    return object === null ? createFileSource(path) : createS3Feed(client, object);
  };
}
