import { randomUUID } from 'node:crypto';
import { createLedger } from '../../../core/records/ledger.ts';
import { createPlans } from '../../../core/records/plans.ts';
import { createApprovalLinks } from '../../approval-links/index.ts';
import { createDecide } from '../../decide/index.ts';
import { createIntake } from '../../intake/index.ts';
import { readEnvironment } from '../../lambda/environment.ts';
import { loadLibrary } from '../../lambda/files.ts';
import {
  clock,
  digest,
  machineArn,
  openCallbacks,
  openExecutions,
  openRawStore,
  openStepFunctions,
  openStore,
} from '../../lambda/own.ts';
import { loadShelf } from '../../lambda/shelf.ts';
import { createListHeld } from '../../release-incident/index.ts';
import { createRespond } from '../../respond/index.ts';
import { createSelectPlaybooks } from '../../select-playbooks/index.ts';
import { createMemoryLimits } from '../limits.ts';
import { identifyByClaims } from '../people/claims.ts';
import { createGatewayAddress } from '../people/gateway-address.ts';
import type { ApiPorts, FramePorts } from '../ports.ts';
import { version } from '../version.ts';
import { openHelpers } from './open-helpers.ts';
import { readSignIn } from './read-sign-in.ts';

/** What the API works with on AWS. */
export async function openApiPorts(onFault: FramePorts['onFault']): Promise<ApiPorts> {
  const { table, stores } = openStore();
  const [plans, callbacks, executions] = [createPlans(table), openCallbacks(), openExecutions()];
  const [playbooks, { select, find }] = await Promise.all([loadShelf(), loadLibrary()]);
  const decide = createDecide({ stores, callbacks, clock });
  const selectPlaybooks = createSelectPlaybooks({ stores, select, findPlaybook: find });
  const deployed = playbooks.list().map(({ playbook }) => `playbook-${playbook.id}`);
  return {
    ...openFrame(onFault),
    clock,
    digest,
    newId: randomUUID,
    stores,
    plans,
    playbooks,
    personOf: () => null,
    sessions: null,
    signIn: readSignIn(),
    place: { home: 'aws', account: 'aws', live: 'poll', version, signsIn: true },
    changes: null,
    takeLogs: null,
    decide,
    links: createApprovalLinks({ stores, plans, digest, decide }),
    intake: createIntake({ raw: openRawStore(), stores, executions, clock, digest }),
    trustSenders: false,
    listHeld: createListHeld(createLedger(table, clock)),
    ...openHelpers(),
    respond: createRespond({ stores, executions, clock, newId: randomUUID, selectPlaybooks }),
    stepFunctions: openStepFunctions(['triage', 'response', ...deployed]),
    machineArn,
  };
}

/** Of the limits each instance has its own: API Gateway throttles them all together, and a link has five tries in the store. */
function openFrame(onFault: FramePorts['onFault']): FramePorts {
  const { TOURNIQUET_URL, TOURNIQUET_EDGE } = readEnvironment('TOURNIQUET_URL', 'TOURNIQUET_EDGE');
  return {
    identify: identifyByClaims,
    limits: createMemoryLimits(),
    addressOf: createGatewayAddress(TOURNIQUET_EDGE === 'none' ? undefined : TOURNIQUET_EDGE),
    origins: [new URL(TOURNIQUET_URL).origin],
    onFault,
  };
}
