import { describe, expect, it } from 'vitest';
import type { Plan } from '../../core/plan.ts';
import { readAskedPlans } from '../../core/records/asked-plans.ts';
import type { ApprovalReport } from '../../runtime/report.ts';
import { makeFinding } from '../runtime/account/world.ts';
import { openTestHome, pictureOf, type TestHome } from '../support/home.ts';
import { guardDuty, type Subject, subjectOf } from './wire.ts';

const place = { account: '111122223333', region: 'us-east-1' };

/** What a question about the action showed: the exact calls, what they change, and who feels it. */
interface Shown {
  readonly question: string;
  readonly plan: Plan;
}

interface Drifting {
  readonly subject: Subject;
  readonly action: string;
  /** Happens after ana has read the question, before she says yes. */
  readonly drift: (home: TestHome, subject: Subject, n: number) => Promise<void>;
}

/** Mode approve: ana says yes to whatever she is asked, while the account drifts under her first so many answers. */
async function approveWhile({ subject, action, drift }: Drifting, times: number) {
  const shown: Shown[] = [];
  const home = await openTestHome({ config: { mode: 'approve' } });
  const answer = async (approval: ApprovalReport): Promise<void> => {
    const [asked] = await readAskedPlans(home.plans, approval);
    if (asked?.plan.action === action) {
      shown.push({ question: approval.id, plan: asked.plan });
      if (shown.length <= times) await drift(home, subject, shown.length);
    }
    await home.decide(approval.id, { decision: 'approved', by: 'ana' });
  };
  home.onQuestion((approval) => void answer(approval));
  await home.send(guardDuty(subject));
  const { actions, timeline } = await home.incident(subject.name);
  const drifted = timeline.filter(({ kind }) => kind === 'action.drifted').map(({ data }) => data['text']);
  return { home, shown, outcome: actions.find((one) => one.action === action), drifted };
}

const distinct = <T>(values: readonly T[]): number => new Set(values.map((one) => JSON.stringify(one))).size;

const outcomes = [
  [0, 1, { status: 'applied', verified: 'contained' }],
  [1, 2, { status: 'applied', verified: 'contained' }],
  [2, 3, { status: 'applied', verified: 'contained' }],
  [3, 3, { status: 'denied', verified: null, rule: 'drift' }],
  [9, 3, { status: 'denied', verified: null, rule: 'drift' }],
] as const;

describe('an account that drifts between approval and apply', () => {
  /** Somebody moves the instance's interface to another security group. */
  const move: Drifting['drift'] = async ({ accounts }, { name }, n) => {
    const picture = accounts.snapshot(place.account);
    const item = picture['network-interface'].find(({ attachment }) => attachment?.instanceId === name);
    if (item === undefined) throw new Error('the instance has no interface');
    await accounts.put('network-interface', place, { ...item, groups: [`sg-0000000${n}`] });
  };

  it.each(outcomes)(
    '%i times is asked about %i times, with exact calls and diff: %o',
    async (n, asked, end) => {
      const drifting = { subject: subjectOf('instance'), action: 'ec2.isolate-instance', drift: move };
      const { home, shown, outcome, drifted } = await approveWhile(drifting, n);
      expect(outcome).toMatchObject(end);
      expect(shown).toHaveLength(asked);
      expect(distinct(shown.map(({ question }) => question))).toBe(asked);
      expect(distinct(shown.map(({ plan }) => plan.before))).toBe(asked);
      for (const { plan } of shown)
        expect(plan.calls.map(({ command }) => command)).toContain('ModifyNetworkInterfaceAttribute');
      expect(drifted).toHaveLength(Math.min(n, 3));
      const isolated = pictureOf(home)['security-group'].some(
        ({ groupName }) => groupName === 'tourniquet-isolation',
      );
      expect(isolated).toBe(end.status === 'applied');
      await home.close();
    },
  );
});

describe('a role that gains an instance between approval and apply', () => {
  const launch: Drifting['drift'] = async ({ accounts }, { name }, n) => {
    const instanceProfileArn = `arn:aws:iam::${place.account}:instance-profile/${name}`;
    const instanceId = `i-0000000000000000${n}`;
    const host = { kind: 'ec2-instance' as const, instanceId, interfaces: [], instanceProfileArn };
    await accounts.seed(makeFinding([host]));
  };

  it.each(outcomes)('%i times is asked about %i times, under the one plan: %o', async (n, asked, end) => {
    const drifting = { subject: subjectOf('session'), action: 'iam.revoke-role-sessions', drift: launch };
    const { home, shown, outcome, drifted } = await approveWhile(drifting, n);
    expect(outcome).toMatchObject(end);
    expect(distinct(shown.map(({ question }) => question))).toBe(asked);
    expect(distinct(shown.map(({ plan }) => plan.hash))).toBe(1);
    const hosts = shown.map(({ plan: { blastRadius } }) =>
      blastRadius.affected.filter(({ kind }) => kind === 'ec2-instance').map(({ id }) => id),
    );
    const launched = (count: number) =>
      Array.from({ length: count }, (_, at) => `i-0000000000000000${at + 1}`);
    expect(hosts).toEqual(Array.from({ length: asked }, (_, at) => launched(at)));
    expect(drifted).toHaveLength(Math.min(n, 3));
    for (const [at, text] of drifted.entries())
      expect(text).toMatch(new RegExp(`more would feel it than ana saw: .*${launched(at + 1).at(-1)}`));
    await home.close();
  });

  it('and loses another is asked about; that only loses one is not', async () => {
    const subject = subjectOf('session');
    const terminate = async (home: TestHome, id: string): Promise<void> => {
      const found = pictureOf(home).instance.find(({ instanceId }) => instanceId === id);
      if (found === undefined) throw new Error('no instance');
      await home.accounts.put('instance', place, { ...found, state: 'terminated' });
    };
    const drift: Drifting['drift'] = async (home, about, n) => {
      if (n === 1) await launch(home, about, 1);
      if (n === 2) await terminate(home, 'i-00000000000000001');
    };
    const { home, shown, outcome } = await approveWhile(
      { subject, action: 'iam.revoke-role-sessions', drift },
      2,
    );
    expect(shown).toHaveLength(2);
    expect(outcome).toMatchObject({ status: 'applied' });
    await home.close();
  });
});
