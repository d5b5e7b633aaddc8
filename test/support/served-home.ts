import type * as z from 'zod';
import { Config } from '../../core/config.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Message } from '../../core/records/outbox.ts';
import { createSimulatedHome } from '../../runtime/home/create-simulated-home.ts';
import type { SimulatedHome } from '../../runtime/home/home.ts';
import { shippedPlaybooks } from '../../runtime/home/shipped-playbooks.ts';
import { createApiPorts } from '../../runtime/http/api-ports.ts';
import { readConsole } from '../../runtime/http/console-files.ts';
import { loadLibrary } from '../../runtime/playbooks/library.ts';
import { startServer } from '../../runtime/server.ts';
import { openDatabase } from '../../runtime/store/database.ts';
import { createRawMemory } from '../../runtime/store/raw-files.ts';
import { createMemoryLimits } from '../../tasks/api/limits.ts';
import { readInvitations } from '../../tasks/ask/invite.ts';
import { createLeapingClock, type LeapingClock } from './leaping-clock.ts';

export interface ServeOptions {
  readonly config?: z.input<typeof Config>;
  /** Whether so many requests a minute are enough, as always else. @default false: all tests come from one address */
  readonly limited?: boolean;
  /** A folder, into which people may save. @default those that ship, into which nobody should */
  readonly playbooks?: string;
  /** @default of one morning */
  readonly clock?: LeapingClock;
}

/** A question as it reaches one person. */
export interface Mail {
  /** Undefined: whoever gets it. */
  readonly to: string | undefined;
  /** All of it: what a program sees that reads other people's mail. */
  readonly text: string;
  readonly link: string;
  readonly code: string;
}

/** The embedded home in memory, and the server that people and machines reach it by. */
export interface ServedHome {
  readonly url: string;
  readonly home: SimulatedHome;
  readonly clock: LeapingClock;
  /** Faults that the server told its operator. */
  readonly faults: readonly Error[];
  /** Takes in an event as if AWS had sent it. */
  readonly send: (event: JsonObject) => Promise<void>;
  /** The messages that ask the questions that wait, as those who are asked get them; the latest ones. */
  readonly readMail: () => Promise<readonly Mail[]>;
  readonly close: () => Promise<void>;
}

const plenty = { reading: 1e6, writing: 1e6, guessing: 1e6 };
/** When tests happen. */
const morning = Date.UTC(2026, 10, 20, 9, 30);

export async function openServedHome({
  config = {},
  limited = false,
  playbooks = shippedPlaybooks,
  clock = createLeapingClock(morning),
}: ServeOptions = {}): Promise<ServedHome> {
  const parsed = Config.parse(config);
  const home = await createSimulatedHome({
    database: openDatabase(':memory:'),
    raw: createRawMemory(),
    clock,
    config: parsed,
    library: await loadLibrary(playbooks),
    geo: { country: () => null },
    threatLists: [],
  });
  let sent = 0;
  const faults: Error[] = [];
  const onFault = (error: Error): void => void faults.push(error);
  const server = await startServer({
    ...createApiPorts({
      home,
      account: 'simulated',
      config: parsed,
      playbooks,
      tell: () => undefined,
      onFault,
    }),
    ...(limited ? {} : { limits: createMemoryLimits(plenty) }),
    clock,
    engine: home.engine,
    console: await readConsole(),
    host: '127.0.0.1',
    names: [],
    port: 0,
  });
  return {
    url: server.url,
    home,
    clock,
    faults,
    send: async (event) => {
      const bytes = new TextEncoder().encode(JSON.stringify(event));
      const origin = { via: 'file', account: null, trusted: true } as const;
      await home.intake({ bytes, delivery: `delivery-${++sent}`, origin, label: 'test' });
    },
    readMail: async () => {
      const waiting = await home.stores.approvals.listWaiting();
      const messages = await Promise.all(waiting.map((approval) => readInvitations(home.stores, approval)));
      return messages.flat().flatMap((message) => toMail(message, server.url));
    },
    close: async () => {
      await server.close();
      await home.close();
    },
  };
}

function toMail({ to, subject, body, invitation }: Message, url: string): readonly Mail[] {
  if (invitation === undefined) return [];
  const { code } = invitation;
  const link = `${url}/approve/${invitation.link}`;
  return [{ to, link, code, text: `${subject}\n${body}\nAnswer at ${link}\nwith the code ${code}` }];
}
