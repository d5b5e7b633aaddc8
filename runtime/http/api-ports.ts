import { userInfo } from 'node:os';
import { Role } from '../../core/api/session.ts';
import type { Config } from '../../core/config.ts';
import { showOriginal } from '../../tasks/redrive-letter/read-original.ts';
import { createMemoryLimits } from '../../tasks/api/limits.ts';
import { createIdentity } from '../../tasks/api/people/identity.ts';
import { createSessions } from '../../tasks/api/people/sessions.ts';
import type { ApiPorts } from '../../tasks/api/ports.ts';
import { machineArn } from '../home/place.ts';
import type { Home } from '../home/home.ts';
import { shippedPlaybooks } from '../home/shipped-playbooks.ts';
import { createPlaybookShelf } from '../playbooks/playbook-shelf.ts';
import type { AccountKind } from '../store/account-kind.ts';
import { createEngineStepFunctions } from './engine-step-functions.ts';
import { isOpenToLocal } from './listen-place.ts';
import { version } from '../../tasks/api/version.ts';

export interface ApiSetting {
  readonly home: Home;
  readonly account: AccountKind;
  readonly config: Config;
  /** The folder of the playbooks; null: those that ship with Tourniquet. */
  readonly playbooks: string | null;
  readonly onFault: (error: Error) => void;
  /** What the operator should know of. */
  readonly tell: (line: string) => void;
}

/** What the API works with in the embedded home. */
export function createApiPorts({
  home,
  account,
  config,
  playbooks,
  onFault,
  tell,
}: ApiSetting): Omit<ApiPorts, 'addressOf'> {
  const clock = { now: Date.now };
  const sessions = createSessions({ records: home.stores.sessions, clock });
  const local = isOpenToLocal(config) ? { name: userInfo().username, roles: Role.options } : null;
  const { identify, personOf } = createIdentity({ people: config.server.people, local, sessions });
  return {
    clock,
    identify,
    personOf,
    sessions,
    signIn: { kind: 'token' },
    origins: config.approvals.url === null ? [] : [new URL(config.approvals.url).origin],
    limits: createMemoryLimits(),
    onFault,
    place: { home: 'embedded', account, live: 'events', version, signsIn: config.server.people.length > 0 },
    links: home.approvalLinks,
    intake: async (arrival) => await home.intake(arrival),
    newId: home.newId,
    changes: home.changes,
    takeLogs: async (request) => await home.takeLogs(request),
    stores: home.stores,
    plans: home.plans,
    digest: home.digest,
    listHeld: home.listHeld,
    release: home.release,
    rehearseRelease: home.rehearseRelease,
    respond: async (incident, by) => await home.respond(incident, by),
    redriveLetter: async (id, by) => await home.redriveLetter(id, by),
    showOriginal: async (letter) => await showOriginal(home.raw, letter),
    decide: async (approval, answer) => await home.decide(approval, answer),
    stepFunctions: createEngineStepFunctions(home.engine),
    machineArn,
    playbooks: createPlaybookShelf({ home, folder: playbooks ?? shippedPlaybooks, tell }),
    trustSenders: account === 'simulated',
  };
}
