import { validIp } from '../../normalise/remotes.ts';
import type { LogRecord } from '../../ingest/log-record.ts';
import { readCaller } from './call-identity.ts';
import { readTargets } from './call-targets.ts';
import type { Subject } from './subject.ts';

/** Of a CloudTrail record: who called, what was acted on, and from where. */
export function readCall({ record, srcIp }: LogRecord): Subject {
  const { userIdentity, userAgent, eventSource } = record;
  const caller = readCaller(userIdentity, typeof userAgent === 'string' ? userAgent : undefined);
  const ip = validIp(srcIp ?? undefined);
  const services = typeof eventSource === 'string' && eventSource !== '' ? [eventSource] : [];
  return {
    resources: [...caller.resources, ...readTargets(record)],
    actor: caller.actor && { ...caller.actor, services },
    remotes: ip === undefined ? [] : [{ ip }],
  };
}
