import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../core/json.ts';
import type { Call } from '../../runtime/account/answer.ts';
import { genesis, hashEntry, type TimelineEntry } from '../../core/records/timeline.ts';
import { readHistory } from '../../runtime/cli/read-history.ts';
import { createSqliteTable } from '../../runtime/store/sqlite-table.ts';
import { openTestHome, pictureOf, shippedLibrary, type TestHome } from '../support/home.ts';
import { asff, guardDuty, ocsf, subjectOf } from './wire.ts';

/** Something in the process that goes wrong while a switch is on. */
const broken = { select: false, slowTags: false, failingPrincipal: false };

async function failAsTold({ command, scope }: Call, phase: 'before' | 'after'): Promise<void> {
  if (scope.purpose !== 'enrich' || phase !== 'before') return;
  if (broken.slowTags && command === 'DescribeTags') await new Promise(() => undefined);
  if (broken.failingPrincipal && command.startsWith('ListAttached'))
    throw Object.assign(new Error('not allowed'), { name: 'AccessDenied' });
}

let home: TestHome;
let country: (ip: string) => string | null = () => null;
beforeAll(async () => {
  const library = await shippedLibrary();
  home = await openTestHome({
    onCall: failAsTold,
    config: { enrich: { budgetMs: 20 } },
    geo: { country: (ip) => country(ip) },
    library: {
      ...library,
      select: (subject) => {
        if (broken.select) throw new TypeError('cannot read the playbooks');
        return library.select(subject);
      },
    },
  });
});
afterAll(async () => await home.close());

const withRemote = (event: JsonObject): JsonObject => {
  const detail = event['detail'] as JsonObject;
  const connection = { remoteIpDetails: { ipAddressV4: '198.51.100.9' } };
  const action = { actionType: 'NETWORK_CONNECTION', networkConnectionAction: connection };
  return { ...event, detail: { ...detail, service: { ...(detail['service'] as JsonObject), action } } };
};

const lettersOf = async (name: string) =>
  (await home.report()).deadLetters.filter(({ label }) => label.endsWith(name));

const gapsOf = async (id: string) => {
  const stored = (await home.stores.findings.list()).find(({ finding }) => finding.id.endsWith(id));
  return stored?.enrichment.gaps;
};

describe('a task of triage that fails', () => {
  it('leaves a dead letter by its Catch, with stage, reason and the way to the original', async () => {
    const poisoned = subjectOf('key');
    broken.select = true;
    const [taken] = await home.send(guardDuty(poisoned));
    broken.select = false;
    const [letter] = await lettersOf(poisoned.id);
    expect(letter).toMatchObject({
      stage: 'SelectPlaybooks',
      reason: 'TypeError: cannot read the playbooks',
      label: taken?.findings[0]?.id,
    });
    const original = await home.raw.get(letter?.raw ?? '');
    expect(JSON.parse(new TextDecoder().decode(original ?? undefined))).toEqual(guardDuty(poisoned));
    const { executions } = await home.report();
    expect(executions.find(({ name }) => name === taken?.findings[0]?.execution)?.status).toBe('FAILED');
  });

  it('is made up for by the sweeper, which starts the response that is behind', async () => {
    const behind = subjectOf('bucket');
    broken.select = true;
    await home.send(guardDuty(behind));
    broken.select = false;
    expect((await home.incident(behind.name)).status).toBe('open');
    await home.clock.runUntil(
      new Promise((resolve) => void home.clock.setTimer(home.clock.now() + 60_000, resolve)),
      home.isBusy,
    );
    await home.sweep({});
    await home.finish();
    expect((await home.incident(behind.name)).status).toBe('contained');
    expect(await home.sweep({})).toEqual({ swept: [], exposed: [], trials: [] });
  });

  it('with more data than a state may pass on is caught by the name DataLimitExceeded', async () => {
    const subject = subjectOf('instance');
    country = () => 'x'.repeat(300_000);
    await home.send([withRemote(guardDuty(subject)), guardDuty(subjectOf('instance'))]);
    country = () => null;
    expect(await lettersOf(subject.id)).toMatchObject([
      { stage: 'Enrich', reason: expect.stringMatching(/^States\.DataLimitExceeded: /) },
    ]);
  });

  it('holds up no other finding', async () => {
    const poisoned = subjectOf('instance');
    const healthy = subjectOf('key');
    country = () => 'x'.repeat(300_000);
    await home.send([withRemote(guardDuty(poisoned)), guardDuty(healthy)]);
    country = () => null;
    expect((await home.incident(healthy.name)).status).toBe('contained');
  });
});

describe('a source of enrichment', () => {
  it('that fails is named in the gaps, and the finding is answered', async () => {
    const subject = subjectOf('session');
    broken.failingPrincipal = true;
    await home.send(guardDuty(subject));
    broken.failingPrincipal = false;
    expect(await gapsOf(subject.id)).toEqual([{ source: 'principal', reason: 'AccessDenied: not allowed' }]);
    expect((await home.incident(subject.name)).status).toBe('contained');
  });

  it('that takes too long is named in the gaps, and the finding is answered', async () => {
    const subject = subjectOf('instance');
    broken.slowTags = true;
    await home.send(guardDuty(subject));
    broken.slowTags = false;
    expect(await gapsOf(subject.id)).toEqual([
      { source: 'tags', reason: expect.stringContaining('no answer within 20 ms') },
    ]);
    expect((await home.incident(subject.name)).status).toBe('contained');
  });

  it('of countries that is broken is named in the gaps, and the finding is answered', async () => {
    const subject = subjectOf('instance');
    country = () => {
      throw new Error('the file is damaged');
    };
    await home.send(withRemote(guardDuty(subject)));
    country = () => null;
    expect(await gapsOf(subject.id)).toEqual([{ source: 'remotes', reason: 'Error: the file is damaged' }]);
    expect((await home.incident(subject.name)).status).toBe('contained');
  });
});

describe('task tokens', () => {
  it('stand in no report, history, timeline or message', async () => {
    const subject = subjectOf('instance', { severity: 6 });
    const tokens: string[] = [];
    home.onQuestion((question) => {
      const look = async () => {
        tokens.push((await home.stores.approvals.get(question.id))?.token ?? '');
        await home.decide(question.id, { decision: 'approved', by: 'ana' });
      };
      void look();
    });
    await home.send(guardDuty(subject));
    const [token = ''] = tokens;
    expect(token).toMatch(/^tqt_[\w-]{43}$/);
    const report = await home.report();
    const { executions } = home.engine.list({ maxResults: 1000 });
    const shown = JSON.stringify({
      report,
      waiting: await home.waitingApprovals(),
      histories: report.executions.map(({ name }) => readHistory(home.engine, name)),
      descriptions: executions.map(({ executionArn }) => home.engine.describe({ executionArn })),
      messages: await home.stores.outbox.list(),
    });
    expect(shown).toContain('apr-');
    expect(shown).not.toContain(token);
    expect(shown).not.toMatch(/tqt_[\w-]{20}/);
  });
});

describe("an incident's timeline", () => {
  /** Where the chain breaks: the first entry whose hash, place or predecessor is not right. */
  const findBreak = (entries: readonly TimelineEntry[]): number | undefined =>
    entries.find(
      (entry, index) =>
        entry.sequence !== index + 1 ||
        entry.previous !== (entries[index - 1]?.hash ?? genesis) ||
        entry.hash !== hashEntry(entry, home.digest),
    )?.sequence;

  it('is a chain of hashes that an edited row breaks', async () => {
    const subject = subjectOf('key');
    await home.send(guardDuty(subject));
    const { id, timeline } = await home.incident(subject.name);
    expect(timeline.length).toBeGreaterThan(8);
    expect(findBreak(timeline)).toBeUndefined();

    const table = createSqliteTable(home.database);
    const key = { pk: `INCIDENT#${id}`, sk: 'TIME#00000003' };
    const row = await table.get(key);
    const data = { ...row?.data, data: { playbooks: [] } } as JsonObject;
    await table.put({ ...key, data }, 'always');
    expect(findBreak((await home.incident(subject.name)).timeline)).toBe(3);
  });

  it('is whole for every incident, however many wrote to it at once', async () => {
    const subject = subjectOf('instance');
    await home.send(Array.from({ length: 20 }, (_, n) => guardDuty({ ...subject, severity: 2 + n / 3 })));
    expect(findBreak((await home.incident(subject.name)).timeline)).toBeUndefined();
  });
});

describe('what Tourniquet writes to Security Hub', () => {
  const writesFor = (incident: string) =>
    home.accounts.calls().filter((call) => call.incident === incident && call.purpose === 'write-back');

  it('is the status, a note and the incident', async () => {
    const subject = subjectOf('key');
    await home.send(asff(subject));
    const { id } = await home.incident(subject.name);
    expect(pictureOf(home)['hub-finding'].find((finding) => finding.id.endsWith(subject.id))).toMatchObject({
      workflowStatus: 'NOTIFIED',
      note: { text: `Tourniquet ${id}: contained`, by: 'tourniquet' },
      userFields: [
        { Key: 'tourniquet/incident', Value: id },
        { Key: 'tourniquet/workflow', Value: 'NOTIFIED' },
        { Key: 'tourniquet/status', Value: 'contained' },
      ],
    });
  });

  it('goes to the new Security Hub in its own words', async () => {
    const subject = subjectOf('key');
    await home.send(ocsf(subject));
    const { id, timeline } = await home.incident(subject.name);
    expect(timeline.at(-1)).toMatchObject({ kind: 'finding.written-back', data: { failed: [] } });
    expect(pictureOf(home)['hub-finding'].find((finding) => finding.id.endsWith(subject.id))).toMatchObject({
      statusId: 2,
      comment: `Tourniquet ${id}: contained`,
    });
  });

  const echoes = {
    'Security Hub CSPM': {
      first: asff,
      echo: (id: string): JsonObject => ({
        Workflow: { Status: 'NOTIFIED' },
        Note: { Text: `Tourniquet ${id}: contained`, UpdatedBy: 'tourniquet' },
        UserDefinedFields: { 'tourniquet/incident': id, 'tourniquet/status': 'contained' },
      }),
    },
    'the new Security Hub': {
      first: ocsf,
      echo: (id: string): JsonObject => ({
        status: 'In Progress',
        status_id: 2,
        comment: `Tourniquet ${id}: contained`,
      }),
    },
  } as const;
  const hubs = Object.keys(echoes) as (keyof typeof echoes)[];

  it.for(hubs)(
    'comes back from %s as an echo that counts for nothing and is written to nobody',
    async (hub) => {
      const { first, echo } = echoes[hub];
      const subject = subjectOf('key');
      await home.send(first(subject));
      const { id } = await home.incident(subject.name);
      const [taken] = await home.send(first(subject, echo(id)));
      expect(taken).toMatchObject({
        findings: [],
        rejected: [],
        ignored: expect.stringContaining('sent back'),
      });
      expect(await home.incident(subject.name)).toMatchObject({ occurrences: 1, revision: 1 });
      expect(writesFor(id)).toHaveLength(1);
    },
  );

  it.for(hubs)('does not hide what %s sends after it: an update, or what a person did', async (hub) => {
    const { first, echo } = echoes[hub];
    const subject = subjectOf('key');
    await home.send(first(subject));
    const { id } = await home.incident(subject.name);
    const marked = echo(id);
    await home.send(first({ ...subject, updatedAt: '2026-11-18T11:00:00.000Z' }, marked));
    expect((await home.incident(subject.name)).occurrences).toBe(2);
    const reopened = { ...marked, Workflow: { Status: 'NEW' }, status: 'New', status_id: 1 };
    await home.send(first({ ...subject, updatedAt: '2026-11-18T11:00:00.000Z' }, reopened));
    expect((await home.incident(subject.name)).occurrences).toBe(3);
    expect(writesFor(id)).toHaveLength(1);
  });

  const marked = (id: string, status: string, ours: string): JsonObject => ({
    Workflow: { Status: status },
    UserDefinedFields: { 'tourniquet/incident': id, 'tourniquet/workflow': ours },
  });
  const commented = (id: string, status: string, statusId: number, ours: string): JsonObject => ({
    status,
    status_id: statusId,
    comment: `Tourniquet ${id} (${ours}): as the playbook says`,
  });

  it.each<[string, typeof asff | typeof ocsf, (id: string) => JsonObject, boolean]>([
    ['a finding that a playbook closed', asff, (id) => marked(id, 'RESOLVED', 'RESOLVED'), true],
    ['a finding that undo opened again', asff, (id) => marked(id, 'NEW', 'NEW'), true],
    ['a finding that a person closed after us', asff, (id) => marked(id, 'RESOLVED', 'NOTIFIED'), false],
    ['a finding that a person opened again', asff, (id) => marked(id, 'NEW', 'RESOLVED'), false],
    ['one that a playbook closed (OCSF)', ocsf, (id) => commented(id, 'Resolved', 4, 'Resolved'), true],
    ['one that a person opened again (OCSF)', ocsf, (id) => commented(id, 'New', 1, 'Resolved'), false],
  ])('tells %s from news by the status that it wrote', async (_title, event, change, ignored) => {
    const subject = subjectOf('key');
    await home.send(event(subject));
    const { id } = await home.incident(subject.name);
    const [taken] = await home.send(event(subject, change(id)));
    expect(taken?.findings).toHaveLength(ignored ? 0 : 1);
  });

  it('is taken in again where a person chooses it, and where it was accepted before', async () => {
    const subject = subjectOf('key');
    await home.send(asff(subject));
    const { id } = await home.incident(subject.name);
    const echo = asff(subject, echoes['Security Hub CSPM'].echo(id));
    const [chosen] = await home.send({ ...echo, 'detail-type': 'Security Hub Findings - Custom Action' });
    expect(chosen?.findings).toHaveLength(1);
    const update = asff(
      { ...subject, updatedAt: '2026-11-18T12:00:00.000Z' },
      echoes['Security Hub CSPM'].echo(id),
    );
    for (const delivery of ['once', 'once']) {
      const [taken] = await home.send(update, { delivery });
      expect(taken?.findings).toHaveLength(1);
    }
    expect((await home.incident(subject.name)).occurrences).toBe(3);
  });

  it.for([
    { what: 'samples', changes: { Sample: true }, trusted: true },
    { what: 'findings that nobody vouched for', changes: {}, trusted: false },
  ])('is nothing for $what', async ({ changes, trusted }) => {
    const subject = subjectOf('bucket');
    home.onQuestion(({ id }) => void home.decide(id, { decision: 'approved', by: 'ana' }));
    await home.send(asff(subject, changes), { origin: { via: 'http', account: null, trusted } });
    expect(writesFor((await home.incident(subject.name)).id)).toEqual([]);
  });

  it('is nothing in mode shadow: a dry run changes no account at all', async () => {
    const dry = await openTestHome({ config: { mode: 'shadow' } });
    for (const resource of ['instance', 'key', 'session', 'bucket'] as const)
      await dry.send(asff(subjectOf(resource)));
    expect(dry.accounts.calls()).toEqual([]);
    const { incidents } = await dry.report();
    expect(incidents.flatMap(({ playbooks }) => playbooks.map(({ status }) => status))).toEqual(
      incidents.map(() => 'shadowed'),
    );
    await dry.close();
  });
});
