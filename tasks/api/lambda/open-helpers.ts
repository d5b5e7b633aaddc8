import { setTimeout as sleep } from 'node:timers/promises';
import { createInvoke } from '../../aws/invoke-function.ts';
import { createLambdaClient } from '../../aws/own-clients.ts';
import { createRequestHandler } from '../../aws/request-handler.ts';
import { readEnvironment } from '../../lambda/environment.ts';
import { createLettersByFunction } from '../letters-by-function.ts';
import { createReleaseByFunction } from '../release-by-function.ts';

/** API Gateway waits for 30 seconds, and what began before still has to be told. */
const longestMs = 25_000;

const within = <T>(work: Promise<T>) =>
  Promise.race([work, sleep(longestMs, 'still-at-it' as const, { ref: false })]);

/** What functions of their own do: one reaches the accounts, one reads what arrived, and the API does neither. */
export function openHelpers() {
  const environment = readEnvironment('AWS_REGION', 'TOURNIQUET_RELEASE', 'TOURNIQUET_LETTERS');
  const { AWS_REGION: region, TOURNIQUET_RELEASE, TOURNIQUET_LETTERS } = environment;
  // They have as long as actions take: they are not left because they say nothing for a while.
  const requestHandler = createRequestHandler({ connectMs: 1_000, requestMs: 300_000 });
  const client = createLambdaClient({ region, requestHandler });
  const { release, rehearse } = createReleaseByFunction({
    invoke: createInvoke(client, TOURNIQUET_RELEASE),
    within,
  });
  const letters = createLettersByFunction({ invoke: createInvoke(client, TOURNIQUET_LETTERS), within });
  return { release, rehearseRelease: rehearse, ...letters };
}
