import { lookup as lookUp } from 'node:dns';
import { Agent as HttpAgent } from 'node:http';
import type { LookupFunction } from 'node:net';
import { NodeHttpHandler } from '@smithy/node-http-handler';

export interface Timeouts {
  readonly connectMs: number;
  /** From the first byte sent to the last one received. */
  readonly requestMs: number;
}

/**
 * Names under localhost are this machine (RFC 6761, 6.3), which not every resolver knows: S3 Control puts the
 * account's id before the host.
 */
const lookup: LookupFunction = (host, options, done) =>
  lookUp(host.endsWith('.localhost') ? 'localhost' : host, options, done);

/** One pool of connections for all clients. No call waits for ever. */
export const createRequestHandler = ({ connectMs, requestMs }: Timeouts): NodeHttpHandler =>
  new NodeHttpHandler({
    connectionTimeout: connectMs,
    requestTimeout: requestMs,
    throwOnRequestTimeout: true,
    httpsAgent: { keepAlive: true, maxSockets: 200 },
    httpAgent: new HttpAgent({ keepAlive: true, maxSockets: 200, lookup }),
  });
