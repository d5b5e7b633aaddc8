import type * as z from 'zod';
import { Config } from '../../core/config.ts';
import type { Rule } from '../../core/detect/rule.ts';
import type { Origin } from '../../core/finding.ts';
import type { ThreatList } from '../../core/intel/threat-list.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Geo } from '../../core/ports/geo.ts';
import type { CallHook } from '../../runtime/account/answer.ts';
import { createSimulatedHome } from '../../runtime/home/create-simulated-home.ts';
import type { SimulatedHome } from '../../runtime/home/home.ts';
import { shippedPlaybooks } from '../../runtime/home/shipped-playbooks.ts';
import { loadLibrary, type PlaybookLibrary } from '../../runtime/playbooks/library.ts';
import { createVirtualClock, type VirtualClock } from '../../runtime/playbooks/virtual-clock.ts';
import type { IncidentReport } from '../../runtime/report.ts';
import { type Database, openDatabase } from '../../runtime/store/database.ts';
import { createRawMemory } from '../../runtime/store/raw-files.ts';
import type { Webhooks } from '../../tasks/messenger/webhooks.ts';
import type { Intake } from '../../tasks/intake/index.ts';

interface TestHomeOptions {
  readonly config?: z.input<typeof Config>;
  readonly library?: PlaybookLibrary;
  readonly geo?: Geo;
  readonly threatLists?: readonly ThreatList[];
  readonly onCall?: CallHook;
  readonly database?: Database;
  /** @default none */
  readonly rules?: readonly Rule[];
  readonly webhooks?: Webhooks;
  /** How each question is answered the moment it is asked. Without: by nobody. */
  readonly answer?: 'approved' | 'rejected';
}

interface Sending {
  readonly origin?: Origin;
  /** Redelivery has the same; by default each event has its own. */
  readonly delivery?: string;
}

/** The embedded home, with time that passes only while nothing else happens. */
export interface TestHome extends SimulatedHome {
  readonly clock: VirtualClock;
  readonly database: Database;
  /** Takes the events in, all at once, and waits until every execution has ended. */
  send(events: JsonObject | readonly JsonObject[], sending?: Sending): Promise<readonly Intake[]>;
  /** Waits until nothing runs any more. */
  finish(): Promise<void>;
  /** The only incident; or the only one about the resource with this id. */
  incident(resource?: string): Promise<IncidentReport>;
}

const trusted: Origin = { via: 'file', account: null, trusted: true };
const nowhere: Geo = { country: () => null };
const shipped = loadLibrary(shippedPlaybooks);

/** The library that ships, with something in it done otherwise. */
export async function shippedLibrary(changed: Partial<PlaybookLibrary> = {}): Promise<PlaybookLibrary> {
  return { ...(await shipped), ...changed };
}

export async function openTestHome(options: TestHomeOptions = {}): Promise<TestHome> {
  const { answer, config = {}, library, ...given } = options;
  const clock = createVirtualClock(Date.UTC(2026, 10, 20));
  const database = given.database ?? openDatabase(':memory:');
  const home = await createSimulatedHome({
    geo: nowhere,
    threatLists: [],
    rules: [],
    ...given,
    database,
    raw: createRawMemory(),
    clock,
    config: Config.parse(config),
    library: library ?? (await shipped),
  });
  if (answer !== undefined)
    home.onQuestion(({ id }) => void home.decide(id, { decision: answer, by: 'ana' }));
  let sent = 0;
  const passTime = async <T>(work: Promise<T>): Promise<T> => {
    await clock.runUntil(
      work.then(() => undefined),
      home.isBusy,
    );
    return await work;
  };
  return {
    ...home,
    clock,
    database,
    send: async (events, { origin = trusted, delivery } = {}) => {
      const arrivals = [events].flat().map((event) => ({
        bytes: new TextEncoder().encode(JSON.stringify(event)),
        delivery: delivery ?? `delivery-${++sent}`,
        origin,
        label: 'test',
      }));
      const taking = Promise.all(arrivals.map((arrival) => home.intake(arrival)));
      return await passTime(taking.then(async (taken) => (await home.idle(), taken)));
    },
    finish: async () => await passTime(home.idle()),
    async incident(id) {
      const found = (await home.report()).incidents.filter(
        ({ resource }) => id === undefined || resource.id === id,
      );
      const [incident] = found;
      if (incident === undefined || found.length > 1) throw new Error(`there are ${found.length} incidents`);
      return incident;
    },
  };
}

/** What stands in the account, so that an unchanged one is seen to be unchanged. */
export const pictureOf = (home: SimulatedHome, account = '111122223333') => home.accounts.snapshot(account);
