import { hash } from 'node:crypto';
import { noBounds } from '../../../core/account-bounds.ts';
import { GuardrailConfig } from '../../../core/guardrails/config.ts';
import type { Decision, DecideReply, Mode, PlanReply, Run } from '../../../core/playbook/protocol.ts';
import { ApplyReply } from '../../../core/playbook/protocol.ts';
import type { Clock } from '../../../core/ports/clock.ts';
import type { Table } from '../../../core/ports/table.ts';
import { type Approval, createApprovals } from '../../../core/records/approvals.ts';
import { createActionOutcomes } from '../../../core/records/action-outcomes.ts';
import { createBudgets } from '../../../core/records/budgets.ts';
import { createControls } from '../../../core/records/controls.ts';
import { createLedger } from '../../../core/records/ledger.ts';
import { createPlans } from '../../../core/records/plans.ts';
import { createOutbox } from '../../../core/records/outbox.ts';
import { measureReach } from '../../../core/reach.ts';
import { createTimeline } from '../../../core/records/timeline.ts';
import type { SecurityGroupRule } from '../../../runtime/account/records.ts';
import { createSqliteTable } from '../../../runtime/store/sqlite-table.ts';
import { actions } from '../../../tasks/actions/registry.ts';
import { createActionRunner } from '../../../tasks/actions/runner/index.ts';
import type { RunnerPorts } from '../../../tasks/actions/runner/ports.ts';
import { withMessenger } from '../../../tasks/messenger/with-messenger.ts';
import { createMessages } from './messages.ts';
import { grant } from '../../support/grant.ts';
import { Crash, createCrashingTable } from '../../support/crashing-table.ts';
import { putBalancers } from './balancers.ts';
import { account, createWorld, makeFinding, region, type World } from '../../runtime/account/world.ts';

/** A step of a run, as the compiled playbooks name it. */
export interface Asked {
  readonly action: string;
  readonly parameters: Record<string, unknown>;
  readonly incident?: string;
  readonly revision?: number;
  readonly step?: string;
  readonly within?: string;
  readonly mode?: Mode;
  readonly approval?: Decision | null;
  readonly siblings?: number;
  /** How often people were asked. */
  readonly times?: number;
}

export interface Options extends Partial<RunnerPorts> {
  readonly cap?: Mode;
  /** How long snapshots stay pending. */
  readonly snapshotMs?: number;
  /** Called after each mutating call and each write: what it throws kills the process. */
  readonly afterEffect?: () => void;
  /** The store as the runner sees it. */
  readonly wrapTable?: (table: Table) => Table;
}

/**
 * Beside the world's instance: with a profile and load balancers of its own, and a shutdown from within
 * terminates it.
 */
export const otherInstanceId = 'i-0fedcba9876543210';
export const otherAddress = '10.1.0.7';

async function addOtherInstance(world: World): Promise<void> {
  const { accounts } = world;
  const vpcId = 'vpc-0b0b0b0b';
  const eni = { networkInterfaceId: 'eni-0000000c', vpcId, privateIp: otherAddress, securityGroupIds: [] };
  const resource = { kind: 'ec2-instance' as const, instanceId: otherInstanceId, vpcId, interfaces: [eni] };
  await accounts.seed(makeFinding([resource]));
  const seeded = accounts.snapshot(account).instance.find((item) => item.instanceId === otherInstanceId);
  if (!seeded) throw new Error('no other instance');
  await accounts.put('instance', { account, region }, { ...seeded, shutdownBehavior: 'terminate' });
  await putBalancers(world, { instanceId: otherInstanceId, address: otherAddress, vpcId });
}

async function giveAliceAPassword({ accounts }: World): Promise<void> {
  const alice = accounts.snapshot(account).user.find(({ userName }) => userName === 'alice');
  if (!alice) throw new Error('no user');
  await accounts.put(
    'user',
    { account, region },
    { ...alice, loginProfileSince: '2025-06-01T00:00:00.000Z' },
  );
}

export const digest = (text: string): string => hash('sha256', text);

const runOf = ({ incident = 'inc-1', revision = 1, within }: Partial<Asked>): Run => ({
  ...(within !== undefined && { within }),
  incident,
  revision,
  playbook: 'contain',
  execution: `arn:aws:states:${region}:${account}:execution:contain:${incident}-r${revision}`,
});

/** The runner over a simulated account and a store, and the calls that a compiled playbook makes. */
export async function createHarness(options: Options = {}) {
  const { afterEffect, wrapTable = (table) => table, cap = 'auto', snapshotMs = 0, ...ports } = options;
  const mortal = createMortality(afterEffect);
  const world = await createWorld({
    snapshotMs,
    onCall: (call, phase) => {
      mortal.assertAlive();
      if (call.mutates && phase === 'after') mortal.effect();
    },
  });
  await addOtherInstance(world);
  await giveAliceAPassword(world);
  const stored: Table = createSqliteTable(world.database);
  const table = createCrashingTable(wrapTable(stored), {
    between: async () => mortal.assertAlive(),
    afterWrite: () => mortal.effect(),
  });
  const { clock, accounts } = world;
  const timeline = createTimeline(table, clock, digest);
  const messages = createMessages(table, clock, mortal);
  const runner = createActionRunner({
    actions,
    access: withMessenger(accounts.access, messages.messenger),
    bounds: noBounds,
    table,
    digest,
    clock,
    guardrails: GuardrailConfig.parse(undefined),
    timeline,
    isRunOpen: () => Promise.resolve(true),
    readIncident: () => Promise.resolve({ account, region, cap, trusted: true }),
    readMode: () => Promise.resolve('auto'),
    ...ports,
  });
  const stepOf = (asked: Asked) => ({
    run: runOf(asked),
    step: asked.step ?? 'contain',
    action: asked.action,
  });

  const plan = async (asked: Asked): Promise<PlanReply> =>
    (await runner.act({ phase: 'plan', ...stepOf(asked), parameters: asked.parameters })) as PlanReply;
  const judged = (asked: Asked, hash: string) => ({
    ...stepOf(asked),
    plan: hash,
    mode: asked.mode ?? 'auto',
    approval: asked.approval ?? null,
    ...(asked.siblings === undefined ? {} : { siblings: asked.siblings }),
  });
  const decide = async (asked: Asked, hash: string, drifts = 0): Promise<DecideReply> =>
    (await runner.act({
      phase: 'decide',
      ...judged(asked, hash),
      drifts,
      asked: asked.times ?? 0,
    })) as DecideReply;
  const apply = async (asked: Asked, hash: string): Promise<ApplyReply> =>
    ApplyReply.parse(await runner.act({ phase: 'apply', ...judged(asked, hash) }));
  const verify = (asked: Asked, hash: string) =>
    runner.act({ phase: 'verify', ...stepOf(asked), plan: hash });

  return {
    ...world,
    ...createRecordsOver(stored, clock),
    timeline: createTimeline(stored, clock, digest),
    runner,
    mortal,
    stepOf,
    plan,
    decide,
    apply,
    verify,
    /** Plan and apply. */
    async contain(asked: Asked): Promise<ApplyReply> {
      const { hash } = await plan(asked);
      return apply(asked, hash);
    },
    release: (incident = 'inc-1') => runner.release(incident, { by: 'ana' }),
    picture: () => takeComparable(accounts.snapshot(account)),
    messages,
    /** Of the account, and what was sent. */
    mutations: (): readonly { readonly command: string; readonly input: unknown }[] => [
      ...accounts.calls().filter(({ purpose }) => purpose !== 'test'),
      ...messages.calls(),
    ],
  };
}

export type Harness = Awaited<ReturnType<typeof createHarness>>;

/** Ana says yes to these plans, as they are now, to a question of the step's run. */
export async function approve(
  { approvals, plans, stepOf }: Harness,
  asked: Asked,
  hashes: string[],
  changes: Partial<Approval> = {},
): Promise<Decision> {
  const records = await Promise.all(hashes.map((one) => plans.get(one)));
  const seen = records.flatMap((record) => (record === null ? [] : measureReach(record, digest)));
  return await grant(approvals, stepOf(asked).run, { plans: hashes, seen, ...changes });
}

const createRecordsOver = (table: Table, clock: Clock) => ({
  approvals: createApprovals(table),
  plans: createPlans(table),
  budgets: createBudgets(table),
  controls: createControls(table),
  outbox: createOutbox(table),
  ledger: createLedger(table, clock),
  outcomes: createActionOutcomes(table),
});

/**
 * The account but for what containment leaves behind on purpose: evidence, the group without rules that the
 * next isolation in the VPC uses again, what we say on a finding; and what AWS makes anew whenever something is put back: the time of
 * launch, the id of an instance profile's association, the ids of rules and their
 * order.
 */
function takeComparable({ snapshot: _, ...picture }: ReturnType<World['accounts']['snapshot']>) {
  const groups = picture['security-group']
    .filter(({ groupName }) => groupName !== 'tourniquet-isolation')
    .map((group) => ({ ...group, ingress: toComparableRules(group.ingress) }));
  const instances = picture.instance.map(({ launchedAt: _at, profile, ...instance }) => ({
    ...instance,
    profile: profile?.arn ?? null,
  }));
  const findings = picture['hub-finding'].map(({ note: _note, userFields: _marks, ...finding }) => finding);
  return { ...picture, instance: instances, 'security-group': groups, 'hub-finding': findings };
}

const toComparableRules = (rules: readonly SecurityGroupRule[]) =>
  rules
    .map(({ ruleId: _id, ...rule }) => rule)
    .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

/** A process that dies: from then on nothing it does has any effect, its `finally` blocks least of all. */
function createMortality(afterEffect: (() => void) | undefined) {
  let dead = false;
  let immortal = false;
  return {
    assertAlive() {
      if (dead) throw new Crash('dead');
    },
    effect() {
      if (immortal) return;
      try {
        afterEffect?.();
      } catch (error) {
        dead = true;
        throw error;
      }
    },
    /** A new process begins where the old one died, and lives. */
    restart() {
      dead = false;
      immortal = true;
    },
    isDead: () => dead,
  };
}
