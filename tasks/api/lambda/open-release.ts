import { setTimeout as sleep } from 'node:timers/promises';
import { createInvoke } from '../../aws/invoke-function.ts';
import { createLambdaClient } from '../../aws/own-clients.ts';
import { createRequestHandler } from '../../aws/request-handler.ts';
import { readEnvironment } from '../../lambda/environment.ts';
import type { ReleaseIncident } from '../../release-incident/index.ts';
import { createReleaseByFunction } from '../release-by-function.ts';

/** API Gateway waits for 30 seconds, and what began before still has to be told. */
const longestMs = 25_000;

/** Releasing, by the function that can reach the accounts. */
export function openRelease(): Pick<ReleaseIncident, 'release' | 'rehearse'> {
  const { AWS_REGION: region, TOURNIQUET_RELEASE } = readEnvironment('AWS_REGION', 'TOURNIQUET_RELEASE');
  // That function has as long as actions take: it is not left because it says nothing for a while.
  const requestHandler = createRequestHandler({ connectMs: 1_000, requestMs: 300_000 });
  const invoke = createInvoke(createLambdaClient({ region, requestHandler }), TOURNIQUET_RELEASE);
  const within = <T>(work: Promise<T>) =>
    Promise.race([work, sleep(longestMs, 'still-at-it' as const, { ref: false })]);
  return createReleaseByFunction({ invoke, within });
}
