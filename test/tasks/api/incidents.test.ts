import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IncidentDetail, IncidentReport } from '../../../core/api/incidents.ts';
import { guardDuty, subjectOf } from '../../e2e/wire.ts';
import { person } from '../../support/api.ts';
import { type ApiHome, openApiHome } from '../../support/api-home.ts';
import { makeIncident } from '../../support/incidents.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 10, 20, 0, 0, second)).toISOString();

describe('the list of incidents', () => {
  let api: ApiHome;
  beforeAll(async () => {
    api = await openApiHome();
    const { incidents } = api.home.stores;
    const states = [
      { state: 'open' },
      { state: 'contained' },
      { state: 'not-contained', reason: 'no playbook fits' },
    ] as const;
    await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        incidents.create(
          `inc-${n}`,
          makeIncident({
            id: `inc-${n}`,
            lastSeen: at(n),
            title: n % 2 === 0 ? 'Bitcoin is mined' : 'A port is probed',
            account: n < 10 ? '111122223333' : '444455556666',
            status: states[n % 3] ?? { state: 'open' },
            severity: n % 5 === 0 ? { label: 'CRITICAL', score: 95 } : { label: 'LOW', score: 20 },
            resource: { kind: 'ec2-instance', id: `i-${n}` },
          }),
        ),
      ),
    );
  });
  afterAll(async () => await api.home.close());

  async function readAll(query: string, limit: number): Promise<readonly number[]> {
    const found: number[] = [];
    let cursor = '';
    do {
      const { body } = await api.get(`incidents?limit=${limit}${query}${cursor}`);
      found.push(...body.items.map(({ id }: { id: string }) => Number(id.slice(4))));
      cursor = body.next === null ? '' : `&cursor=${encodeURIComponent(body.next)}`;
    } while (cursor !== '');
    return found;
  }

  const numbers = Array.from({ length: 30 }, (_, n) => 29 - n);
  const queries: readonly (readonly [query: string, wanted: (n: number) => boolean])[] = [
    ['', () => true],
    ['&status=contained', (n) => n % 3 === 1],
    ['&status=contained,not-contained', (n) => n % 3 !== 0],
    ['&severity=CRITICAL', (n) => n % 5 === 0],
    ['&level=HIGH', () => true],
    ['&level=LOW', () => false],
    ['&account=444455556666', (n) => n >= 10],
    ['&q=BITCOIN', (n) => n % 2 === 0],
    ['&q=i-17', (n) => n === 17],
    ['&q=c%26cactivity', () => true],
    ['&q=bitcoin&severity=CRITICAL&account=111122223333', (n) => n % 10 === 0 && n < 10],
  ];

  it.each(queries)('has what %j asks for, newest first, page by page', async (query, wanted) => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (limit) => {
        expect(await readAll(query, limit)).toEqual(numbers.filter(wanted));
      }),
      { numRuns: 8 },
    );
  });

  it.each([
    ['status=opne', 'did you mean "open"?'],
    ['severity=high', 'HIGH'],
    ['level=CRITICAL', '"LOW", "MEDIUM", "HIGH"'],
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['cursor=abc', 'leave it out to begin anew'],
    ['cursor=%20', 'is not the `next` of a page'],
    ['stauts=open', 'stauts'],
  ])('refuses %s and says what to do', async (query, says) => {
    const { status, body } = await api.get(`incidents?${query}`);
    expect(status).toBe(422);
    expect(body.detail).toContain(says);
    expect(body.detail).not.toContain('\n');
  });

  it('is given to a spreadsheet whole, filtered alike, and with no formula in it', async () => {
    const { incidents } = api.home.stores;
    await incidents.change('inc-3', (known) => known && { ...known, title: '=HYPERLINK("https://evil")' });
    const { text, headers, status } = await api.get('incidents.csv');
    const lines = text.trimEnd().split('\r\n');
    expect([status, lines.length]).toEqual([200, 31]);
    expect(headers.get('content-type')).toContain('text/csv');
    expect(headers.get('content-disposition')).toBe('attachment; filename="incidents.csv"');
    expect(lines[0]).toMatch(/^id,title,type,account,/);
    expect(text).toContain(`"'=HYPERLINK(""https://evil"")"`);
    const filtered = await api.get('incidents.csv?status=contained');
    expect(filtered.text.trimEnd().split('\r\n')).toHaveLength(11);
    expect((await api.get('incidents.csv?status=none')).status).toBe(422);
  });
});

describe('an incident', () => {
  let api: ApiHome;
  let id: string;
  const subject = subjectOf('instance', {
    title: 'A title ![x](https://evil.example/a.png) <b>bold</b> `| code`',
  });
  beforeAll(async () => {
    api = await openApiHome();
    await api.home.send(guardDuty(subject));
    await api.home.send(guardDuty({ ...subject, severity: 9, updatedAt: '2026-11-19T00:00:00.000Z' }));
    id = (await api.home.incident()).id;
  });
  afterAll(async () => await api.home.close());

  it('is told with score, findings, what changed, actions with plans, executions and timeline', async () => {
    const { status, body } = await api.get(`incidents/${id}`);
    expect(status).toBe(200);
    const detail = IncidentDetail.parse(body);
    expect(detail).toMatchObject({ id, status: 'contained', occurrences: 2, findingCount: 1, revision: 2 });
    expect(detail.risk.factors.length).toBeGreaterThan(0);
    expect(detail.findings[0]?.changes).toMatchObject([{ field: 'severity', was: 'HIGH', is: 'CRITICAL' }]);
    const isolation = detail.actions.find(({ action }) => action === 'ec2.isolate-instance');
    expect(isolation).toMatchObject({ status: 'applied', verified: 'contained', held: true });
    expect(isolation?.plan?.calls.length).toBeGreaterThan(0);
    expect(detail.executions.map(({ machine }) => machine)).toEqual([
      'response',
      'triage',
      'response',
      'triage',
    ]);
    for (const { machine, name } of [...detail.executions, detail.playbooks[0]?.execution].filter(
      (one) => one != null,
    ))
      expect((await api.get(`executions/${machine}/${name}`)).body).toMatchObject({ incident: id });
    expect(detail.chain).toEqual({ whole: true, brokenAt: null, from: 1 });
  });

  it('that is not there is told so in one line', async () => {
    for (const path of ['', '/undo', '/report.md', '/report.json']) {
      const { status, body } = await api.get(`incidents/inc-none${path}`);
      expect([status, body.detail]).toEqual([404, 'incident inc-none is not in the store']);
    }
  });

  it('is reported for people, and no text of a finding is more than text', async () => {
    const { status, text, headers } = await api.get(`incidents/${id}/report.md`);
    expect([status, headers.get('content-disposition')]).toEqual([200, `attachment; filename="${id}.md"`]);
    for (const part of [
      `# Incident ${id}`,
      '| Status | contained |',
      '### ec2.isolate-instance on',
      'Outcome: **applied**, verified **contained**, still held',
      '- ec2.isolate-instance on `i-',
      'is whole; the last hash is',
      'Nobody was asked.',
    ])
      expect(text).toContain(part);
    const outside = text.replaceAll(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
    expect(outside).not.toMatch(/evil|<b>|!\[|i-0e2e/);
  });

  it('is reported for programs, as it is shown', async () => {
    const { status, body } = await api.get(`incidents/${id}/report.json`);
    expect(status).toBe(200);
    const report = IncidentReport.parse(body);
    expect(report).toMatchObject({ generatedBy: 'ana', incident: { id, findingCount: 1 } });
  });

  it('tells where its timeline was tampered with', async () => {
    const { database } = api.home;
    const tamper = (text: string) =>
      database.sqlite
        .prepare("UPDATE items SET data = json_set(data, '$.at', ?) WHERE pk = ? AND sk = 'TIME#00000003'")
        .run(text, `INCIDENT#${id}`);
    const before = (await api.get(`incidents/${id}`)).body.timeline[2].at;
    tamper(at(59));
    expect((await api.get(`incidents/${id}`)).body.chain).toEqual({ whole: false, brokenAt: 3, from: 1 });
    expect((await api.get(`incidents/${id}/report.md`)).text).toContain('broken at line 3');
    tamper(before);
  });

  it('tells that the beginning of its timeline was taken out', async () => {
    const { database, stores } = api.home;
    await stores.incidents.create('inc-cut', makeIncident({ id: 'inc-cut' }));
    for (const key of ['a', 'b']) await stores.timeline.append('inc-cut', { key, kind: 'note', data: {} });
    database.sqlite.exec("DELETE FROM items WHERE pk = 'INCIDENT#inc-cut' AND sk = 'TIME#00000001'");
    const broken = { whole: false, brokenAt: 2, from: 1 };
    expect((await api.get('incidents/inc-cut')).body.chain).toEqual(broken);
    expect((await api.get('incidents/inc-cut/report.json')).body.incident.chain).toEqual(broken);
  });

  it('shows the newest thousand lines of a long timeline, and reports all', async () => {
    const { stores } = api.home;
    await stores.incidents.create('inc-long', makeIncident({ id: 'inc-long' }));
    for (let n = 1; n <= 1005; n++)
      await stores.timeline.append('inc-long', { key: `k${n}`, kind: 'note', data: {} });
    const { body } = await api.get('incidents/inc-long');
    expect([body.timeline.length, body.timeline[0].sequence, body.chain]).toEqual([
      1000,
      6,
      { whole: true, brokenAt: null, from: 6 },
    ]);
    const report = (await api.get('incidents/inc-long/report.json')).body;
    expect([report.incident.timeline.length, report.incident.chain.from]).toEqual([1005, 1]);
  });

  it('says what undo would do, and nothing is changed; then does it, by the name of who asks', async () => {
    api.signIn({ ...person('viewer', 'responder'), name: 'kim' });
    const rehearsed = await api.get(`incidents/${id}/undo?action=isolate-instance`);
    expect(rehearsed.body).toMatchObject({
      undone: [{ action: 'ec2.isolate-instance' }],
      held: [{ action: 'ec2.snapshot-volumes' }],
      released: false,
    });
    expect(rehearsed.body.calls[0].calls.length).toBeGreaterThan(0);
    expect((await api.home.incident(subject.name)).status).toBe('contained');
    const wrong = await api.post(`incidents/${id}/undo`, { action: 'ec2.stop-instance' });
    expect([wrong.status, wrong.body.detail]).toEqual([422, expect.stringContaining('holds nothing by')]);
    const { status, body } = await api.post(`incidents/${id}/undo`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      undone: [{ action: 'ec2.isolate-instance' }],
      held: [],
      released: true,
      calls: [],
    });
    expect(body.left).toMatchObject([{ action: 'ec2.snapshot-volumes' }]);
    const { timeline, status: state } = await api.home.incident(subject.name);
    expect(state).toBe('released');
    expect(timeline.find(({ kind }) => kind === 'incident.released')?.data).toMatchObject({ by: 'kim' });
  });

  it('is answered once more because somebody asks', async () => {
    const asked = api.post(`incidents/${id}/respond`);
    await api.home.finish();
    const { status, body } = await asked;
    expect([status, body]).toEqual([202, { playbooks: ['isolate-compromised-instance'] }]);
    expect((await api.get(`incidents/${id}`)).body.revisions.at(-1).reason).toBe('asked for by kim');
    expect((await api.post('incidents/inc-none/respond')).status).toBe(404);
  });
});
