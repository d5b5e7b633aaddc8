import type { Config } from '../../core/config.ts';
import { createKeepStates } from '../../tasks/intel/keep-states.ts';
import { createPostJson } from '../../tasks/messenger/post-json.ts';
import { createWebhooks } from '../../tasks/messenger/webhooks.ts';
import { createSystemClock } from '../asl/index.ts';
import { lakeFolder } from '../lake/lake-part.ts';
import { loadRules } from '../detections/read-rules.ts';
import { loadLibrary } from '../playbooks/library.ts';
import { type AccountKind, claimAccountKind } from '../store/account-kind.ts';
import { openDatabase } from '../store/database.ts';
import { createEvidenceFiles, createEvidenceMemory } from '../store/evidence-files.ts';
import { ownDatabase } from '../store/own-database.ts';
import { createRawFiles, createRawMemory } from '../store/raw-files.ts';
import { createHome, type HomeConfig } from './create-home.ts';
import { createSimulatedHome } from './create-simulated-home.ts';
import type { Home, SimulatedHome } from './home.ts';
import { keepRefreshed } from './keep-refreshed.ts';
import { openIntelligence } from './open-intelligence.ts';
import { shippedDetections } from './shipped-detections.ts';
import { shippedPlaybooks } from './shipped-playbooks.ts';
import { awsTarget } from './target-account.ts';

export interface HomeOptions {
  /** A file; null keeps everything in memory. */
  readonly database: string | null;
  readonly config: Config;
  /** A folder of playbooks; null takes those that ship with Tourniquet. */
  readonly playbooks: string | null;
  /** A folder of detection rules. @default those that ship with Tourniquet */
  readonly detections?: string | undefined;
}

/**
 * The embedded home on this machine's files and clock, and on simulated accounts. A database file is owned by
 * one process at a time; raw events, evidence and the lake lie in folders beside it.
 * @throws InvalidInput when the database is in use or belongs to real accounts, a playbook or a rule is wrong, or a
 * configured file is missing.
 */
export const openHome = async (options: HomeOptions): Promise<SimulatedHome> =>
  await open(options, 'simulated', createSimulatedHome);

/**
 * The same on real accounts.
 * @throws InvalidInput also when the database belongs to simulated accounts.
 */
export const openHomeOnAws = async (
  options: HomeOptions,
  accounts: Parameters<typeof awsTarget>[0],
): Promise<Home> =>
  await open(options, 'aws', async (parts) => await createHome({ ...parts, account: awsTarget(accounts) }));

async function open<H extends Home>(
  { database: file, config, playbooks, detections }: HomeOptions,
  kind: AccountKind,
  create: (parts: Omit<HomeConfig, 'account'>) => Promise<H>,
): Promise<H> {
  const clock = createSystemClock();
  const [library, { feeds, ...intelligence }, rules] = await Promise.all([
    loadLibrary(playbooks ?? shippedPlaybooks),
    openIntelligence(config, clock),
    loadRules(detections ?? shippedDetections),
  ]);
  const webhooks = createWebhooks(config.webhooks, { env: process.env, clock, postJson: createPostJson() });
  const disown = file === null ? () => undefined : ownDatabase(file);
  const database = openDatabase(file ?? ':memory:');
  if (file !== null) claimAccountKind(database, kind, file);
  const home = await create({
    database,
    raw: file === null ? createRawMemory() : createRawFiles(`${file}-raw`),
    ...(file === null ? {} : { lakeFolder: lakeFolder(file) }),
    evidence: file === null ? createEvidenceMemory() : createEvidenceFiles(`${file}-evidence`),
    clock,
    webhooks,
    config,
    library,
    rules,
    ...intelligence,
  });
  const kept = home.stores.feedStates;
  const keep = createKeepStates({ feeds, kept, tell: console.warn });
  const stop = keepRefreshed({ feeds, clock, keep });
  return {
    ...home,
    close: async () => {
      stop();
      await home.close();
      disown();
    },
  };
}
