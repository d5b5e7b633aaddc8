import { hash } from 'node:crypto';
import { inject } from 'vitest';
import { noBounds } from '../../core/account-bounds.ts';
import { AwsConfig } from '../../core/aws-config.ts';
import { GuardrailConfig } from '../../core/guardrails/config.ts';
import { ApplyReply, type PlanReply, type VerifyReply } from '../../core/playbook/protocol.ts';
import { createApprovals } from '../../core/records/approvals.ts';
import { createPlans } from '../../core/records/plans.ts';
import { measureReach } from '../../core/reach.ts';
import type { Clock } from '../../core/ports/clock.ts';
import { createTimeline } from '../../core/records/timeline.ts';
import { openDatabase } from '../../runtime/store/database.ts';
import { createSqliteTable } from '../../runtime/store/sqlite-table.ts';
import { actions } from '../../tasks/actions/registry.ts';
import { createActionRunner } from '../../tasks/actions/runner/index.ts';
import { isRead, operationOf } from '../../tasks/actions/runner/permissions.ts';
import { type AwsAccess, createClients, sendOf, type ServiceName } from '../../tasks/aws-clients.ts';
import { createAwsAccess } from '../../tasks/aws/access.ts';
import { grant } from '../support/grant.ts';
import { allClients } from '../../tasks/aws/all-clients.ts';
import { mendMoto } from './mend-moto.ts';

export const region = 'us-east-1';
const clock: Clock = { now: () => Date.now() };
const digest = (text: string): string => hash('sha256', text);

// Any credentials do; moto tells accounts apart by the role that was assumed.
process.env['AWS_ACCESS_KEY_ID'] = 'testing';
process.env['AWS_SECRET_ACCESS_KEY'] = 'testing';
process.env['AWS_REGION'] = region;

let opened = Math.floor(Math.random() * 1e9);

/** An account that nobody used before: moto begins each anew, so that labs never meet. */
function newAccount(): string {
  opened += 1;
  return `2${String(opened).padStart(11, '0')}`;
}

/** Any command to any service. */
export type Send = (service: ServiceName, command: object) => Promise<any>;

export interface Lab {
  readonly account: string;
  /** As the people of that account, who may do anything. */
  readonly send: Send;
}

/** An empty account of moto's, reached as Tourniquet reaches any: through a role. */
export async function openLab(account = newAccount()): Promise<Lab & { readonly access: AwsAccess }> {
  const aws = AwsConfig.parse({ role: 'Responder', endpoint: inject('moto') });
  const { access: real } = await createAwsAccess({ aws, clock, makers: allClients });
  const access = mendMoto(real);
  const scope = { account, region, trusted: true, incident: 'inc-0', purpose: 'people', permissions: ['*'] };
  const clients = access(scope);
  return { account, access, send: (service, command) => sendOf(clients, service)(command) as Promise<any> };
}

/** The action runner on an account, and the calls that a playbook makes for one action. */
export function createMotoRunner({ account, access }: { account: string; access: AwsAccess }) {
  const mutations: string[] = [];
  const watched: AwsAccess = (scope) => {
    const clients = access(scope);
    return createClients((service, command, options) => {
      const operation = operationOf(command);
      if (!isRead(operation)) mutations.push(`${service} ${operation}`);
      return sendOf(clients, service)(command, options);
    });
  };
  const table = createSqliteTable(openDatabase(':memory:'));
  const [approvals, plans] = [createApprovals(table), createPlans(table)];
  const runner = createActionRunner({
    actions,
    access: watched,
    bounds: noBounds,
    table,
    digest,
    clock,
    guardrails: GuardrailConfig.parse(undefined),
    timeline: createTimeline(table, clock, digest),
    isRunOpen: () => Promise.resolve(true),
    readIncident: () => Promise.resolve({ account, region, cap: 'auto', trusted: true }),
    readMode: () => Promise.resolve('auto'),
  });
  const execution = `arn:aws:states:${region}:${account}:execution:contain:inc-1-r1`;
  const run = { incident: 'inc-1', revision: 1, playbook: 'contain', execution };
  const stepOf = (action: string) => ({ run, step: 'contain', action });
  return {
    mutations,
    plan: async (action: string, parameters: object) =>
      (await runner.act({ phase: 'plan', ...stepOf(action), parameters })) as PlanReply,
    /** With a person's word, which the last of something in service needs. */
    apply: async (action: string, plan: string) => {
      const record = await plans.get(plan);
      const seen = record === null ? [] : [measureReach(record, digest)];
      const approval = await grant(approvals, run, { id: `apr-${plan}`, plans: [plan], seen });
      const step = { ...stepOf(action), plan, mode: 'auto', approval };
      return ApplyReply.parse(await runner.act({ phase: 'apply', ...step }));
    },
    verify: async (action: string, plan: string) =>
      (await runner.act({ phase: 'verify', ...stepOf(action), plan })) as VerifyReply,
    release: () => runner.release('inc-1', { by: 'ana' }),
  };
}
