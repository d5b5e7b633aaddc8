import { hash } from 'node:crypto';
import type { Person, Role } from '../../core/api/session.ts';
import { createMemoryLimits } from '../../tasks/api/limits.ts';
import { createSessions } from '../../tasks/api/people/sessions.ts';
import type { PlaybookShelf } from '../../tasks/api/playbooks/shelf.ts';
import type { ApiPorts } from '../../tasks/api/ports.ts';
import { NotFound } from '../../core/errors.ts';
import { createEngine } from '../../runtime/asl/index.ts';
import { machineArn, place } from '../../runtime/home/place.ts';
import { createEngineStepFunctions } from '../../runtime/http/engine-step-functions.ts';
import { noon, openStores } from './incidents.ts';

/** Somebody with these roles. */
export const person = (...roles: readonly Role[]): Person => ({ name: 'ana', roles });

const emptyShelf: PlaybookShelf = {
  list: () => [],
  casesOf: async () => [],
  examples: async () => [],
  save: null,
  shadowRun: null,
};

const plenty = 1_000_000;

const nothing = () => Promise.reject(new NotFound('there is nothing here'));

/** What the API works with where nothing is there; `given` is. Faults are thrown. */
export function makeApiPorts(given: Partial<ApiPorts> = {}): ApiPorts {
  return {
    identify: async () => person('viewer', 'approver', 'responder', 'author'),
    personOf: () => null,
    signIn: { kind: 'token' },
    origins: [],
    sessions: createSessions({ records: openStores().sessions, clock: noon }),
    limits: createMemoryLimits({ reading: plenty, writing: plenty, guessing: plenty }),
    addressOf: () => '198.51.100.7',
    onFault: (error) => {
      throw error;
    },
    clock: noon,
    place: { home: 'embedded', account: 'simulated', live: 'events', version: '0.0.0', signsIn: true },
    links: { look: async () => null, answer: async () => ({ status: 'unknown' }) },
    intake: async () => ({ findings: [], rejected: [] }),
    newId: () => 'id',
    trustSenders: false,
    changes: null,
    takeLogs: null,
    stores: openStores(),
    plans: { get: async () => null },
    digest: (text) => hash('sha256', text),
    listHeld: async () => [],
    release: async () => await nothing(),
    rehearseRelease: async () => await nothing(),
    respond: async () => await nothing(),
    redriveLetter: async () => await nothing(),
    showOriginal: async () => null,
    decide: async () => await nothing(),
    stepFunctions: createEngineStepFunctions(createEngine({ invokeTask: nothing, place })),
    machineArn,
    playbooks: emptyShelf,
    ...given,
  };
}
