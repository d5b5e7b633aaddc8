import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ApprovalDetail } from '../../../core/api/approvals.ts';
import { guardDuty, subjectOf } from '../../e2e/wire.ts';
import { makeApiPorts, person } from '../../support/api.ts';
import { type ApiHome, openApiHome } from '../../support/api-home.ts';

const named = (name: string) => ({ ...person('viewer', 'approver'), name });

describe('a question over HTTP', () => {
  let api: ApiHome;
  let id: string;
  let incident: string;
  const ask = async (approvals: object, signsIn = true) => {
    const place = { ...makeApiPorts().place, signsIn };
    api = await openApiHome({ config: { approvals } }, { place });
    // Below 70 the playbook asks before it isolates.
    id = await api.sendUntilAsked(guardDuty(subjectOf('instance', { severity: 6 })));
    incident = (await api.home.incident()).id;
    api.signIn(named('ana'));
  };
  const timeline = async (kind: string) =>
    (await api.home.stores.timeline.list(incident))
      .filter((line) => line.kind === kind)
      .map(({ data }) => data);
  const answer = async (decision: string, reason?: string) =>
    await api.post(`approvals/${id}/answer`, { decision, ...(reason && { reason }) });

  afterEach(async () => await api.home.close());

  it.each([
    ['signed in', true, 403, 'ana asked for this containment, so somebody else has to approve it'],
    ['is only whoever is at this machine', false, 200, null],
  ])('may be approved by who asked for it where they %s: %j', async (_how, signsIn, status, why) => {
    await ask({}, signsIn);
    await api.home.stores.approvals.change(id, (known) => known && { ...known, requester: 'ana' });
    expect((await api.get(`approvals/${id}`)).body).toMatchObject({ mayAnswer: why === null, why });
    expect((await answer('approved')).status).toBe(status);
  });

  describe('to whoever is an approver', () => {
    beforeEach(async () => await ask({}));

    it('is listed while it waits, and told with its plans and what it is about, without its token', async () => {
      const list = await api.get('approvals');
      expect(list.body).toMatchObject({ items: [{ id, incident, decision: null }], next: null });
      const { body, text } = await api.get(`approvals/${id}`);
      const detail = ApprovalDetail.parse(body);
      expect(detail).toMatchObject({
        mayAnswer: true,
        why: null,
        about: { account: '111122223333', severity: { label: 'MEDIUM' } },
      });
      expect(detail.plannedActions.map(({ action }) => action)).toEqual(['ec2.isolate-instance']);
      const { token } = (await api.home.stores.approvals.get(id)) ?? {};
      for (const hidden of [token, 'tqt_', '"token"', '"run"']) {
        expect(text).not.toContain(hidden);
        expect(list.text).not.toContain(hidden);
      }
    });

    it('is answered by the name of who is signed in, from the console, and the playbook goes on', async () => {
      const answered = answer('approved', 'it mines');
      const { status, body } = await answered;
      expect([status, body]).toMatchObject([200, { status: 'taken', missing: 0, decision: { by: 'ana' } }]);
      await api.home.finish();
      expect((await api.home.incident()).status).toBe('contained');
      expect(await timeline('approval.decided')).toMatchObject([
        { by: 'ana', reason: 'it mines', from: { via: 'console', address: '198.51.100.7', agent: 'Test/1' } },
      ]);
      expect((await api.get('approvals')).body.items).toEqual([]);
      expect((await api.get('approvals?state=all')).body.items).toMatchObject([
        { id, decision: { by: 'ana' } },
      ]);
      expect((await api.get(`approvals/${id}`)).body).toMatchObject({
        mayAnswer: false,
        why: expect.stringContaining('ana approved it'),
      });
    });

    it('keeps the first decision, which is told to who comes later, and that they came is recorded', async () => {
      await answer('rejected');
      api.signIn(named('bo'));
      const { status, body } = await answer('approved');
      expect([status, body]).toMatchObject([
        200,
        { status: 'decided', decision: { decision: 'rejected', by: 'ana' } },
      ]);
      expect(await timeline('approval.refused')).toMatchObject([
        { approval: id, approver: 'bo', why: 'decided' },
      ]);
    });

    it('is answered no more after its deadline', async () => {
      await api.home.finish();
      expect((await api.get(`approvals/${id}`)).body).toMatchObject({ mayAnswer: false });
      const { status, body } = await answer('approved');
      expect([status, body.detail]).toEqual([410, expect.stringContaining('the answer was no')]);
      expect((await api.home.incident()).status).not.toBe('contained');
    });

    it('cannot be answered in the name of somebody else, nor with another word', async () => {
      const forged = await api.post(`approvals/${id}/answer`, { decision: 'approved', by: 'bo' });
      expect(forged.status).toBe(422);
      expect((await answer('maybe')).status).toBe(422);
      expect((await api.home.waitingApprovals()).length).toBe(1);
    });

    it('is shown to a viewer with why they may not answer it', async () => {
      api.signIn({ ...person('viewer'), name: 'vic' });
      expect((await api.get(`approvals/${id}`)).body).toMatchObject({
        mayAnswer: false,
        why: 'vic is no approver',
      });
      expect((await answer('approved')).status).toBe(403);
    });
  });

  it('to named people needs so many of them, each once, and refuses others', async () => {
    await ask({ approvers: ['ana', 'bo'], quorum: 2 });
    api.signIn(named('cleo'));
    expect((await api.get(`approvals/${id}`)).body.why).toContain('cleo is not asked');
    const refused = await answer('approved');
    expect([refused.status, refused.body.detail]).toEqual([
      403,
      expect.stringContaining('not counted: cleo'),
    ]);
    expect(await timeline('approval.refused')).toMatchObject([{ approver: 'cleo', why: 'refused' }]);
    api.signIn(named('ana'));
    expect((await answer('approved')).body).toEqual({ status: 'counted', missing: 1, decision: null });
    expect((await answer('approved')).status).toBe(403);
    api.signIn(named('bo'));
    expect((await answer('approved')).body).toMatchObject({ status: 'taken', decision: { by: 'ana, bo' } });
    const { text } = await api.get(`incidents/${incident}/report.md`);
    expect(text).toContain('- Asked were `ana`, `bo`; 2 had to say yes');
    expect(text).toMatch(/\| `bo` \| approved \| .* \| `console, 198\.51\.100\.7, Test\/1` \|/);
  });

  it('that is not there is not found', async () => {
    await ask({});
    expect((await api.get('approvals/apr-none')).status).toBe(404);
    expect((await api.post('approvals/apr-none/answer', { decision: 'approved' })).status).toBe(404);
  });
});
