import type { Config } from '../../core/config.ts';
import type { Finding } from '../../core/finding.ts';
import type { Target } from '../../core/plan.ts';
import { pretendedWebhooks } from '../../tasks/messenger/webhooks.ts';
import { createSimulatedHome } from '../home/create-simulated-home.ts';
import type { Home, HomeSetting } from '../home/home.ts';
import { createLibrary } from '../playbooks/library.ts';
import type { LoadedPlaybook } from '../playbooks/read-playbook.ts';
import { createVirtualClock } from '../playbooks/virtual-clock.ts';
import { openDatabase } from '../store/database.ts';
import { createRawMemory } from '../store/raw-files.ts';

/** What a playbook would have done about one finding. */
export interface ReplayOutcome {
  /** How the playbook would have ended. */
  readonly status: string;
  readonly actions: readonly {
    readonly step: string;
    readonly action: string;
    readonly target: Target | null;
    /** `applied`: it would have been. */
    readonly status: string;
    /** The guardrail that would have said no, and why. */
    readonly rule: string | null;
    readonly reason: string | null;
  }[];
  /** The steps for which people would have been asked; here they all say yes. */
  readonly approvals: readonly string[];
}

export interface ReplayGiven {
  readonly setting: HomeSetting;
  /** It, and those that it may run. */
  readonly playbooks: readonly LoadedPlaybook[];
  readonly playbook: string;
  readonly finding: Finding;
}

/**
 * Runs a playbook about a finding, boldly, as it never may where it counts: in a home of its own that is thrown away, at the
 * time of the finding, on an account that is made up from what the finding names. Everybody who is asked says yes, so that
 * it is seen what follows; waits take no time. Guardrails are those of the configuration.
 */
export async function replayRun(given: ReplayGiven): Promise<ReplayOutcome> {
  const library = createLibrary(given.playbooks);
  const chosen = { id: given.playbook, hash: library.find(given.playbook)?.hash ?? '' };
  const clock = createVirtualClock(Date.parse(given.finding.updatedAt));
  const home = await createSimulatedHome({
    config: rehearsed(given.setting.config),
    geo: given.setting.geo,
    threatLists: given.setting.threatLists,
    database: openDatabase(':memory:'),
    raw: createRawMemory(),
    clock,
    webhooks: pretendedWebhooks,
    library: { ...library, select: () => [chosen] },
  });
  try {
    answerYes(home);
    // Whoever asked for a containment chose a playbook, which is not this one.
    const { asked: _, ...finding } = given.finding;
    const run = home.triage({ ...finding, archived: false }).then(async () => await home.idle());
    await clock.runUntil(run, home.isBusy);
    return await readOutcome(home, given.playbook);
  } finally {
    await home.close();
  }
}

/** The playbook's own mode decides. */
const rehearsed = (config: Config): Config => ({ ...config, mode: 'auto' });

function answerYes(home: Home): void {
  home.onQuestion(({ id, approvers, quorum }) => {
    const people =
      approvers.length > 0 ? approvers : Array.from({ length: quorum }, (_, n) => `person ${n + 1}`);
    for (const by of people) void home.decide(id, { decision: 'approved', by });
  });
}

async function readOutcome(home: Home, playbook: string): Promise<ReplayOutcome> {
  const [incident] = (await home.report()).incidents;
  return {
    status: incident?.playbooks.find(({ id }) => id === playbook)?.status ?? 'not-run',
    actions: (incident?.actions ?? []).map(({ step, action, target, status, rule, reason }) => ({
      step,
      action,
      target,
      status,
      // What a yes or the mode said is no guardrail.
      ...(status === 'denied' ? { rule, reason } : { rule: null, reason: null }),
    })),
    approvals: (incident?.approvals ?? []).map(({ step }) => step),
  };
}
