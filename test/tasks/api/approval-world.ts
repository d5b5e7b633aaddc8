import { hash } from 'node:crypto';
import { ApprovalConfig } from '../../../core/approval-config.ts';
import { createPlans } from '../../../core/records/plans.ts';
import { createStores } from '../../../core/records/stores.ts';
import { openDatabase } from '../../../runtime/store/database.ts';
import { createSqliteTable } from '../../../runtime/store/sqlite-table.ts';
import { createApi } from '../../../tasks/api/app.ts';
import { createApprovalLinks } from '../../../tasks/approval-links/index.ts';
import { createAsk } from '../../../tasks/ask/index.ts';
import { createDecide } from '../../../tasks/decide/index.ts';
import { makeApiPorts } from '../../support/api.ts';
import { makeIncident, noon } from '../../support/incidents.ts';
import { createCountedSecrets } from '../../support/secrets.ts';

const digest = (text: string): string => hash('sha256', text);
const minute = 60_000;
const plan = {
  hash: 'hash-1',
  action: 'ec2.isolate-instance',
  version: 1,
  target: { account: '111122223333', region: 'us-east-1', kind: 'ec2-instance', id: 'i-1' },
  parameters: { instanceId: 'i-1' },
  calls: [{ service: 'ec2', command: 'CreateSecurityGroup', input: { GroupName: 'tourniquet-isolation' } }],
  before: { groups: ['sg-web <script>alert(1)</script>'] },
  after: { groups: ['tourniquet-isolation'] },
  blastRadius: {
    summary: 'i-1 loses the network',
    affected: [{ kind: 'target-group', id: 'web', why: 'one target fewer' }],
    limits: ['DNS to the resolver goes on'],
  },
  held: false,
};

interface Options {
  readonly approvers?: readonly string[];
  readonly quorum?: number;
  /** Minutes until the deadline. */
  readonly minutes?: number;
}

/** A question that was asked, its messages, and the pages on which it is answered. */
export async function askByLink({ minutes = 60, ...options }: Options = {}) {
  const table = createSqliteTable(openDatabase(':memory:'));
  let time = noon.now();
  const clock = { now: () => time };
  const stores = createStores({ table, clock, digest });
  const plans = createPlans(table);
  await stores.incidents.create('inc-1', makeIncident());
  await plans.put({
    plan,
    facts: { arns: [], names: [], tags: [], traits: [], cautions: [] },
    refusal: null,
  });
  const handed: unknown[] = [];
  const callbacks = { succeed: async (_token: string, output: unknown) => (handed.push(output), true) };
  const config = ApprovalConfig.parse(options);
  const secrets = createCountedSecrets();
  const ask = createAsk({ stores, plans, callbacks, clock, digest, secrets, config });
  const decide = createDecide({ stores, callbacks, clock });
  const links = createApprovalLinks({ stores, plans, digest, decide });
  const faults: Error[] = [];
  const api = createApi(makeApiPorts({ links, clock, onFault: (error) => void faults.push(error) }));
  const put = async (token: string) =>
    await ask({
      run: { incident: 'inc-1', revision: 1, playbook: 'isolate', execution: 'arn:run' },
      step: 'ok',
      message: 'Isolate i-1?',
      plans: ['hash-1'],
      deadline: new Date(noon.now() + minutes * minute).toISOString(),
      token,
    });
  await put('token-secret-1');

  const request = async (path: string, init: RequestInit = {}) =>
    await api.request(`http://127.0.0.1:7788${path}`, init);
  return {
    api,
    stores,
    handed,
    faults,
    pass: (minutes: number) => void (time += minutes * minute),
    remind: async () => await put('token-secret-2'),
    request,
    get: async (link: string) => await request(`/approve/${link}`),
    post: async (link: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
      await request(`/approve/${link}`, {
        method: 'POST',
        body: new URLSearchParams(form),
        headers: { origin: 'http://127.0.0.1:7788', ...headers },
      }),
    kinds: async () => (await stores.timeline.list('inc-1')).map(({ kind }) => kind),
    refusals: async () =>
      (await stores.timeline.list('inc-1'))
        .filter(({ kind }) => kind === 'approval.refused')
        .map(({ data }) => data['why']),
  };
}

export type ApprovalWorld = Awaited<ReturnType<typeof askByLink>>;
