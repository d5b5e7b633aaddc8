import * as z from 'zod';
import type { Arrival, Intake } from '../../intake/index.ts';
import { Refusal } from '../problem.ts';
import { type Route, route } from '../route.ts';

export interface FindingPorts {
  readonly intake: (arrival: Arrival) => Promise<Intake>;
  readonly newId: () => string;
  /** Whether whoever can send a request speaks with GuardDuty's authority: only where no real account can be changed. */
  readonly trustSenders: boolean;
}

/** What one EventBridge entry may hold: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const maxEvent = 1_048_576;

const Taken = z
  .object({
    findings: z.array(z.object({ id: z.string(), execution: z.string() })),
    rejected: z.array(z.string()),
    ignored: z.string().optional(),
  })
  .meta({ id: 'Taken' });

/**
 * `POST /api/findings` takes in one event as `tourniquet run` takes a file. It does not come from AWS: about real
 * accounts a person is asked before anything changes because of it.
 */
export const findingRoutes = ({ intake, newId, trustSenders }: FindingPorts): readonly Route[] => [
  route(
    {
      method: 'post',
      path: '/api/findings',
      role: 'responder',
      summary: 'Take in an event with findings',
      description:
        'As EventBridge delivers it from GuardDuty or Security Hub; one event, with one finding or several.',
      body: 'bytes',
      maxBody: maxEvent,
      answer: Taken,
      status: 202,
    },
    async ({ body }) => {
      const origin = { via: 'http', account: null, trusted: trustSenders } as const;
      const label = 'POST /api/findings';
      const { findings, rejected, ignored } = await intake({
        bytes: body,
        delivery: `http-${newId()}`,
        origin,
        label,
      });
      if (findings.length === 0 && rejected.length > 0) throw new Refusal(422, rejected.join('; '));
      return { findings, rejected, ...(ignored === undefined ? {} : { ignored }) };
    },
  ),
];
