import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createControls } from '../../core/records/controls.ts';
import type { Call } from '../../runtime/account/answer.ts';
import type { IncidentReport } from '../../runtime/report.ts';
import { openDatabase } from '../../runtime/store/database.ts';
import { createSqliteTable } from '../../runtime/store/sqlite-table.ts';
import { normaliseOne } from '../support/findings/normalise-event.ts';
import { openTestHome, pictureOf, shippedLibrary, type TestHome } from '../support/home.ts';
import { asff, asffFinding, guardDuty, type Subject, subjectOf } from './wire.ts';

/** What goes wrong with calls to the account: for the resource that its key names. */
interface Fault {
  readonly command: string;
  readonly name: string;
  readonly phase?: 'before' | 'after';
  /** How often. @default always */
  times?: number;
}

const faults: { readonly on: string; readonly fault: Fault }[] = [];

async function failAsTold(call: Call, phase: 'before' | 'after'): Promise<void> {
  const { command, input } = call;
  const due = faults.find(
    ({ on, fault }) =>
      fault.command === command &&
      (fault.phase ?? 'before') === phase &&
      (fault.times ?? 1) > 0 &&
      JSON.stringify(input).includes(on),
  );
  if (due === undefined) return;
  if (due.fault.times !== undefined) due.fault.times -= 1;
  throw Object.assign(new Error(`${command} said ${due.fault.name}`), { name: due.fault.name });
}

let home: TestHome;
beforeAll(async () => {
  home = await openTestHome({ onCall: failAsTold });
});
afterAll(async () => await home.close());

const outcomesOf = ({ actions }: IncidentReport) =>
  actions.map(({ step, status, rule, verified }) => ({ step, status, rule, verified }));

/** What containment would change: evidence is taken all the same. */
const account = (of: TestHome = home) => ({ ...pictureOf(of), snapshot: [] });

/** Makes what the subject names exist, without answering anything. */
async function introduce(subject: Subject, to: TestHome = home): Promise<void> {
  await to.accounts.seed(normaliseOne(guardDuty(subject)));
}

const answered = async (subject: Subject, decision: 'approved' | 'rejected' | null) => {
  const listener = async (id: string) => {
    if (decision !== null) await home.decide(id, { decision, by: 'ana', reason: 'looked at it' });
  };
  home.onQuestion((question) => {
    if (question.message.includes(subject.name)) void listener(question.id);
  });
  await home.send(guardDuty(subject));
  return await home.incident(subject.name);
};

describe('an approval', () => {
  // Below 70 the playbook asks before it isolates.
  const medium = () => subjectOf('instance', { severity: 6 });

  it('that is given lets the action through', async () => {
    const incident = await answered(medium(), 'approved');
    expect(incident.status).toBe('contained');
    expect(incident.approvals).toMatchObject([{ step: 'ok', decision: { decision: 'approved', by: 'ana' } }]);
    expect(incident.timeline.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['approval.asked', 'approval.decided', 'action.applied']),
    );
  });

  it('that is refused leaves the account unchanged, and says who refused', async () => {
    const subject = medium();
    await introduce(subject);
    const before = account();
    const incident = await answered(subject, 'rejected');
    expect(account()).toEqual(before);
    expect(incident).toMatchObject({
      status: 'not-contained',
      reason: expect.stringContaining('ana rejected it'),
    });
    expect(outcomesOf(incident).at(-1)).toEqual({
      step: 'isolate',
      status: 'denied',
      rule: 'approval',
      verified: null,
    });
  });

  it('that nobody gives is asked for again, and after its deadline the answer is no', async () => {
    const subject = medium();
    await introduce(subject);
    const before = account();
    const incident = await answered(subject, null);
    expect(account()).toEqual(before);
    expect(incident).toMatchObject({
      status: 'not-contained',
      reason: expect.stringContaining('nobody answered'),
    });
    expect(incident.approvals).toMatchObject([{ asks: 4, decision: { decision: 'expired' } }]);
    const { notifications } = await home.report();
    const questions = notifications.filter(
      ({ kind, incident: of }) => kind === 'question' && of === incident.id,
    );
    expect(questions.map(({ subject: text }) => text.startsWith('Reminder'))).toEqual([
      false,
      true,
      true,
      true,
    ]);
    const late = await home.decide(incident.approvals[0]?.id ?? '', { decision: 'approved', by: 'bo' });
    expect(late).toMatchObject({ status: 'late' });
    expect(account()).toEqual(before);
  });

  it('leaves the incident awaiting it while it is open', async () => {
    const subject = medium();
    const states: string[] = [];
    home.onQuestion((question) => {
      if (!question.message.includes(subject.name)) return;
      const look = async () => {
        states.push((await home.incident(subject.name)).status);
        await home.decide(question.id, { decision: 'approved', by: 'ana' });
      };
      void look();
    });
    await home.send(guardDuty(subject));
    expect(states).toEqual(['awaiting-approval']);
  });
});

describe('an answer', () => {
  it('that was stored and not handed on when the process died is handed on by the next', async () => {
    const database = join(mkdtempSync(join(tmpdir(), 'tourniquet-home-')), 'home.db');
    const first = await openTestHome({ database: openDatabase(database) });
    const subject = subjectOf('key', { severity: 6 });
    const asked = new Promise<string>((resolve) => first.onQuestion(({ id }) => resolve(id)));
    const origin = { via: 'file', account: null, trusted: true } as const;
    const bytes = new TextEncoder().encode(JSON.stringify(guardDuty(subject)));
    await first.intake({ bytes, delivery: 'd', origin, label: 'test' });
    const id = await asked;
    const at = new Date(first.clock.now()).toISOString();
    await first.stores.approvals.change(id, (known) =>
      known === null
        ? known
        : { ...known, decision: { decision: 'approved', by: 'ana', at, hashes: known.plans } },
    );
    await first.close();

    const second = await openTestHome({ database: openDatabase(database) });
    const began = second.clock.now();
    await second.resume();
    await second.finish();
    expect((await second.incident()).status).toBe('contained');
    expect(second.clock.now()).toBe(began);
    await second.close();
    rmSync(dirname(database), { recursive: true });
  });
});

describe('a guardrail', () => {
  const expectDenied = async (subject: Subject, rule: string, on: TestHome = home): Promise<void> => {
    await introduce(subject, on);
    const before = account(on);
    await on.send(guardDuty(subject));
    const incident = await on.incident(subject.name);
    expect(account(on)).toEqual(before);
    expect(incident).toMatchObject({ status: 'not-contained', reason: expect.stringContaining(rule) });
    expect(incident.actions.at(-1)).toMatchObject({ status: 'denied', rule, reason: expect.any(String) });
    expect(incident.timeline.map(({ data }) => data['rule'])).toContain(rule);
  };

  it.for([
    ['protected-tags', 'tourniquet:protected', 'true'],
    ['opt-out', 'tourniquet:opt-out', 'yes'],
  ] as const)('%s denies what its tag stands on', async ([rule, key, value]) => {
    await expectDenied(subjectOf('instance', { tags: { [key]: value } }), rule);
  });

  it('responder-principals never locks out a break-glass user', async () => {
    await expectDenied(subjectOf('key', { user: 'break-glass-ana' }), 'responder-principals');
  });

  it('the kill switch denies everything while it is on, and nothing once it is off', async () => {
    const controls = createControls(createSqliteTable(home.database));
    const control = { by: 'ana', at: '2026-11-20T00:00:00.000Z', reason: 'maintenance' };
    const subject = subjectOf('bucket');
    await controls.set({ ...control, paused: true });
    await expectDenied(subject, 'paused');
    await controls.set({ ...control, paused: false });
    await home.send(
      guardDuty(subjectOf('bucket', { name: subject.name, type: 'Policy:S3/BucketPublicAccessGranted' })),
    );
    const { incidents } = await home.report();
    expect(incidents.find(({ type }) => type.endsWith('PublicAccessGranted'))?.status).toBe('contained');
  });

  it('allowed-accounts denies every other account', async () => {
    const other = await openTestHome({ config: { guardrails: { allowedAccounts: ['999999999999'] } } });
    await expectDenied(subjectOf('session'), 'allowed-accounts', other);
    await other.close();
  });
});

describe('an AWS call that fails', () => {
  it('for good fails its action, and the incident says why; other incidents go on', async () => {
    const subject = subjectOf('key');
    const healthy = subjectOf('key');
    faults.push({ on: subject.name, fault: { command: 'UpdateAccessKey', name: 'AccessDenied' } });
    await home.send([guardDuty(subject), guardDuty(healthy)]);
    const incident = await home.incident(subject.name);
    expect(outcomesOf(incident)).toEqual([{ step: 'disable', status: 'failed', rule: null, verified: null }]);
    expect(incident).toMatchObject({
      status: 'not-contained',
      reason: expect.stringContaining('AccessDenied'),
    });
    expect(incident.playbooks).toMatchObject([{ status: 'failed' }]);
    expect((await home.incident(healthy.name)).status).toBe('contained');
    const { notifications, executions } = await home.report();
    expect(notifications.map(({ subject: text }) => text)).toContain(
      `Not contained: ${subject.type} on ${subject.name}`,
    );
    const own = executions.filter(({ name }) => name.startsWith(incident.id));
    expect(own.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  });

  it('in one playbook does not hold up the next', async () => {
    const key = subjectOf('key', { type: 'Exfiltration:S3/AnomalousBehavior' });
    const session = subjectOf('session');
    faults.push({ on: key.name, fault: { command: 'UpdateAccessKey', name: 'AccessDenied' } });
    const both = [key, session].flatMap((subject) => asffFinding(subject)['Resources'] as never[]);
    await home.send(asff(key, { Resources: both }));
    const { incidents } = await home.report();
    const incident = incidents.find(({ actions }) => actions.some(({ target }) => target?.id === key.name));
    expect(incident?.playbooks).toMatchObject([
      { id: 'disable-compromised-key', status: 'failed' },
      { id: 'revoke-stolen-role-session', status: 'succeeded' },
    ]);
    expect(incident).toMatchObject({
      status: 'partially-contained',
      reason: expect.stringContaining('iam.disable-access-key failed'),
    });
  });

  it('of evidence does not hold up the isolation', async () => {
    const subject = subjectOf('instance');
    faults.push({ on: subject.name, fault: { command: 'CreateSnapshots', name: 'SnapshotLimitExceeded' } });
    await home.send(guardDuty(subject));
    const incident = await home.incident(subject.name);
    expect(incident.actions.map(({ step, status }) => [step, status])).toEqual([
      ['evidence', 'failed'],
      ['isolate', 'applied'],
    ]);
    expect(incident.status).toBe('contained');
  });

  it('for a while is tried again', async () => {
    const subject = subjectOf('key');
    faults.push({ on: subject.name, fault: { command: 'UpdateAccessKey', name: 'Throttling', times: 3 } });
    await home.send(guardDuty(subject));
    expect((await home.incident(subject.name)).status).toBe('contained');
  });

  it('after it was carried out, so that only the answer is lost, is not carried out twice', async () => {
    const subject = subjectOf('bucket');
    faults.push({
      on: subject.name,
      fault: { command: 'PutPublicAccessBlock', name: 'RequestTimeout', phase: 'after', times: 1 },
    });
    await home.send(guardDuty(subject));
    const incident = await home.incident(subject.name);
    expect(incident.status).toBe('contained');
    const calls = home.accounts.calls().filter((call) => call.incident === incident.id);
    expect(calls.map(({ command }) => command)).toEqual(['PutPublicAccessBlock']);
  });

  it('in Security Hub changes nothing about the containment', async () => {
    const subject = subjectOf('bucket');
    faults.push({ on: subject.id, fault: { command: 'BatchUpdateFindings', name: 'AccessDeniedException' } });
    await home.send(asff(subject));
    const incident = await home.incident(subject.name);
    expect(incident.status).toBe('contained');
    expect((await home.report()).executions.map(({ status }) => status)).not.toContain('FAILED');
  });
});

describe('a playbook that cannot begin', () => {
  it('is in the report as failed, and the incident says so', async () => {
    const library = await shippedLibrary({ find: () => null });
    const other = await openTestHome({ library });
    await other.send(guardDuty(subjectOf('key')));
    expect(await other.incident()).toMatchObject({
      status: 'not-contained',
      reason: 'playbook disable-compromised-key failed',
      playbooks: [{ id: 'disable-compromised-key', status: 'failed' }],
    });
    await other.close();
  });
});
