import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Arrival, Intake } from '../intake/index.ts';
import { problem } from './problem.ts';

export interface IntakeRoutePorts {
  readonly intake: (arrival: Arrival) => Promise<Intake>;
  readonly newId: () => string;
  /** Whether whoever can send a request speaks with GuardDuty's authority: only where no real account can be changed. */
  readonly trustSenders: boolean;
}

/** What one EventBridge entry may hold: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const maxEvent = 1_048_576;

/**
 * `POST /api/findings` takes in one event as `tourniquet run` takes a file. Nobody knows who sent it: about real
 * accounts a person is asked before anything changes because of it.
 */
export function createIntakeRoutes({ intake, newId, trustSenders }: IntakeRoutePorts): Hono {
  const app = new Hono();
  app.post(
    '/api/findings',
    bodyLimit({
      maxSize: maxEvent,
      onError: (context) =>
        problem(context, 413, 'the event has more than 1 MiB; send the findings one by one'),
    }),
    async (context) => {
      const { req } = context;
      // Of the types that a page of another site can send without being asked first, JSON is none.
      const type = req.header('content-type')?.split(';')[0]?.trim();
      if (type !== 'application/json')
        return problem(context, 415, `content-type is ${type ?? 'missing'}; send application/json`);
      const bytes = new Uint8Array(await req.arrayBuffer());
      const origin = { via: 'http', account: null, trusted: trustSenders } as const;
      const taken = await intake({ bytes, delivery: `http-${newId()}`, origin, label: 'POST /api/findings' });
      const { findings, rejected, ignored } = taken;
      if (findings.length === 0 && rejected.length > 0) return problem(context, 422, rejected.join('; '));
      return context.json({ findings, rejected, ...(ignored === undefined ? {} : { ignored }) }, 202);
    },
  );
  return app;
}
