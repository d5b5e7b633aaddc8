import * as z from 'zod';
import { IncidentStatus } from '../../core/incident.ts';
import type { Json } from '../../core/json.ts';
import type { Measures, Metric } from '../../core/metrics.ts';

/** What CloseResponse answers. `containedAfter`: seconds since the first finding; null where it is no news, or not so. */
export const CloseReply = z.object({
  incident: z.string(),
  status: IncidentStatus,
  containedAfter: z.number().nullable(),
});

const counted: Readonly<Partial<Record<IncidentStatus['state'], Metric>>> = {
  contained: 'Contained',
  'partially-contained': 'PartiallyContained',
  'not-contained': 'NotContained',
};

/** What the end of a response says of how incidents end, and how soon. */
export function measureResponse(reply: Json): Measures {
  const { status, containedAfter } = CloseReply.parse(reply);
  const outcome = counted[status.state];
  return {
    ...(outcome && { [outcome]: 1 }),
    ...(containedAfter === null ? {} : { ContainmentTime: containedAfter }),
  };
}
