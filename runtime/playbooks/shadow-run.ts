import type { ShadowResult } from '../../core/api/playbooks.ts';
import type { Finding } from '../../core/finding.ts';
import { pretendedWebhooks } from '../../tasks/messenger/webhooks.ts';
import type { TriggerSubject } from '../../tasks/select-playbooks/index.ts';
import { createSimulatedHome } from '../home/create-simulated-home.ts';
import { readEvents } from '../home/engine-ports.ts';
import type { Home, HomeSetting } from '../home/home.ts';
import { machineArn } from '../home/place.ts';
import { openDatabase } from '../store/database.ts';
import { createRawMemory } from '../store/raw-files.ts';
import { type PlaybookLibrary, withPlaybook } from './library.ts';
import type { LoadedPlaybook } from './read-playbook.ts';
import { createVirtualClock } from './virtual-clock.ts';

export interface ShadowGiven {
  readonly loaded: LoadedPlaybook;
  readonly finding: Finding;
  /** What its trigger is held against, where that is known better than from the finding alone. */
  readonly subject: TriggerSubject | null;
}

interface ShadowPorts {
  /** The playbooks that it may run. */
  readonly library: PlaybookLibrary;
  readonly setting: HomeSetting;
  /** When it happens, epoch milliseconds. */
  readonly now: number;
}

/**
 * What a playbook would do about a finding, whether its trigger takes it or not: it runs in mode shadow, in a home of its
 * own that is thrown away, on an account that is made up from what the finding names. Waits take no time.
 */
export async function shadowRun(
  { library, setting, now }: ShadowPorts,
  given: ShadowGiven,
): Promise<ShadowResult> {
  const { id } = given.loaded.playbook;
  const all = withPlaybook(library, given.loaded);
  let triggered = false;
  const clock = createVirtualClock(now);
  const home = await createSimulatedHome({
    config: { ...setting.config, mode: 'shadow' },
    geo: setting.geo,
    threatLists: setting.threatLists,
    database: openDatabase(':memory:'),
    raw: createRawMemory(),
    clock,
    webhooks: pretendedWebhooks,
    library: {
      ...all,
      select: (subject) => {
        triggered = all.select(given.subject ?? subject).some((one) => one.id === id);
        return [{ id, hash: given.loaded.hash }];
      },
    },
  });
  try {
    // Whoever asked for a containment chose a playbook, which is not this one.
    const { asked: _, ...finding } = given.finding;
    const run = home.triage({ ...finding, archived: false }).then(async () => await home.idle());
    await clock.runUntil(run, home.isBusy);
    return {
      triggered,
      ...(await readOutcome(home, id)),
      definition: JSON.stringify(given.loaded.definition),
    };
  } finally {
    await home.close();
  }
}

async function readOutcome(
  home: Home,
  id: string,
): Promise<Pick<ShadowResult, 'status' | 'steps' | 'entered'>> {
  const [incident] = (await home.report()).incidents;
  const { executions } = home.engine.list({ stateMachineArn: machineArn(`playbook-${id}`) });
  const events = executions.flatMap(({ executionArn }) => readEvents(home.engine, executionArn));
  const entered = events.flatMap(({ stateEnteredEventDetails: details }) =>
    typeof details?.['name'] === 'string' ? [details['name']] : [],
  );
  return {
    status: incident?.playbooks.find((run) => run.id === id)?.status ?? 'not-run',
    steps: (incident?.actions ?? []).map(({ playbook: _, verified: __, ...step }) => step),
    entered: [...new Set(entered)],
  };
}
