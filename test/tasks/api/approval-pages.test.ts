import { describe, expect, it } from 'vitest';
import { askByLink, type ApprovalWorld } from './approval-world.ts';

const yes = { code: 'CODE0001', decision: 'approved', name: 'ana' };

describe('the link of a question', () => {
  it('stands in a message of its own with its code, neither of them in the text or the timeline', async () => {
    const { stores } = await askByLink({ approvers: ['ana', 'bo'] });
    const messages = await stores.outbox.list();
    expect(messages.map(({ to, invitation }) => [to, invitation])).toEqual([
      ['ana', { link: 'link-1', code: 'CODE0001' }],
      ['bo', { link: 'link-2', code: 'CODE0002' }],
    ]);
    const told = JSON.stringify([
      messages.map(({ body, subject }) => [body, subject]),
      await stores.timeline.list('inc-1'),
    ]);
    for (const secret of ['link-1', 'CODE0001', 'token-secret']) expect(told).not.toContain(secret);
  });

  it('shows the question, the calls, what changes and who else feels it, and none of its secrets', async () => {
    const { get } = await askByLink();
    const response = await get('link-1');
    const page = await response.text();
    expect(response.status).toBe(200);
    for (const text of [
      'Isolate i-1?',
      'ec2 CreateSecurityGroup',
      'tourniquet-isolation',
      'target-group web: one target fewer',
      'DNS to the resolver goes on',
      '2026-11-20 01:00 UTC (60 min)',
    ])
      expect(page).toContain(text);
    for (const secret of ['CODE0001', 'token-secret', '<script>']) expect(page).not.toContain(secret);
  });

  it.each([
    [0.1, '(1 min)'],
    [119, '(119 min)'],
    [239, '(3 h 59 min)'],
  ])('says how long one has: %d minutes as %s', async (minutes, left) => {
    const { get } = await askByLink({ minutes });
    expect(await (await get('link-1')).text()).toContain(left);
  });

  it('is answered with a strict policy, unframed, uncached and without scripts', async () => {
    const { headers } = await (await askByLink()).get('link-1');
    const policy = headers.get('content-security-policy');
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'nonce-[^']+'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'$/,
    );
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('x-frame-options')).toBe('DENY');
  });

  it('that nobody sent is not known', async () => {
    const { get, post, handed } = await askByLink();
    expect((await get('link-999')).status).toBe(404);
    expect((await post('link-999', yes)).status).toBe(404);
    expect(handed).toEqual([]);
  });
});

describe('an answer by link', () => {
  it('is taken with the code, handed on, and told with who, when and where from', async () => {
    const { post, get, handed, stores } = await askByLink({ approvers: ['ana'] });
    const response = await post('link-1', { ...yes, reason: 'it mines' }, { 'user-agent': 'Phone/1' });
    expect([response.status, response.headers.get('location')]).toEqual([303, '/approve/link-1']);
    expect(handed).toMatchObject([
      { decision: 'approved', by: 'ana', reason: 'it mines', hashes: ['hash-1'] },
    ]);
    const decided = (await stores.timeline.list('inc-1')).find(({ kind }) => kind === 'approval.decided');
    expect(decided?.data).toMatchObject({
      by: 'ana',
      from: { via: 'link', address: '198.51.100.7', agent: 'Phone/1' },
    });
    expect(await (await get('link-1')).text()).toContain('Approved by ana at 2026-11-20 00:00 UTC: it mines');
  });

  it.each([' code 0001 ', 'Code-0001', 'code0001'])('is taken with the code typed as %j', async (code) => {
    const { post } = await askByLink();
    expect((await post('link-1', { ...yes, code })).status).toBe(303);
  });

  it('names who answered by a link for everyone as they call themselves, and says that it was the link', async () => {
    const { post, handed } = await askByLink();
    await post('link-1', yes);
    expect(handed).toMatchObject([{ by: 'ana (by link)' }]);
  });

  it('is a no as easily as a yes', async () => {
    const { post, handed } = await askByLink();
    expect((await post('link-1', { ...yes, decision: 'rejected' })).status).toBe(303);
    expect(handed).toMatchObject([{ decision: 'rejected' }]);
  });

  it('counts until there are enough of them, and the page says how many are missing', async () => {
    const { post, get, handed } = await askByLink({ approvers: ['ana', 'bo', 'cleo'], quorum: 2 });
    await post('link-1', yes);
    expect(handed).toEqual([]);
    expect(await (await get('link-1')).text()).toContain(
      'Your answer is counted. One more person has to say yes',
    );
    await post('link-3', { ...yes, code: 'CODE0003' });
    expect(handed).toMatchObject([{ decision: 'approved', by: 'ana, cleo' }]);
  });

  it('that is not taken leaves what was typed besides the code, as text', async () => {
    const { post } = await askByLink();
    const typed = {
      code: 'CODE9999',
      decision: 'approved',
      name: 'Ana "A"',
      reason: '</textarea><b>it mines',
    };
    const page = await (await post('link-1', typed)).text();
    expect(page).toContain('value="Ana &quot;A&quot;"');
    expect(page).toContain('>&lt;/textarea&gt;&lt;b&gt;it mines</textarea>');
    expect(page).not.toContain('CODE9999');
  });

  it('is not taken with the code of another approver', async () => {
    const { post, refusals, handed } = await askByLink({ approvers: ['ana', 'bo'] });
    expect((await post('link-1', { ...yes, code: 'CODE0002' })).status).toBe(403);
    expect(handed).toEqual([]);
    expect(await refusals()).toEqual(['wrong-code']);
  });

  it('works by the link of a reminder as by the first one', async () => {
    const { post, remind, handed } = await askByLink();
    await remind();
    expect((await post('link-2', { ...yes, code: 'CODE0002' })).status).toBe(303);
    expect(handed).toHaveLength(1);
    expect((await post('link-1', yes)).status).toBe(409);
  });
});

describe('what is refused with a clear page, and recorded', () => {
  interface Case {
    readonly title: string;
    readonly before: (world: ApprovalWorld) => unknown;
    readonly status: number;
    readonly says: string;
    readonly why: string;
  }
  const cases: readonly Case[] = [
    {
      title: 'an answer after the deadline',
      before: ({ pass }) => pass(60),
      status: 410,
      says: 'The deadline is over',
      why: 'late',
    },
    {
      title: 'a link that is used again',
      before: ({ post }) => post('link-1', { ...yes, decision: 'rejected' }),
      status: 409,
      says: 'Somebody was first',
      why: 'decided',
    },
  ];
  it.each(cases)('$title', async ({ before, status, says, why }) => {
    const world = await askByLink();
    await before(world);
    const decided = new Set(world.handed.map((one) => JSON.stringify(one)));
    const response = await world.post('link-1', yes);
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(says);
    expect(await world.refusals()).toEqual([why]);
    expect(new Set(world.handed.map((one) => JSON.stringify(one)))).toEqual(decided);
  });
});

describe('nothing that follows links or fills in forms ever decides', () => {
  const form = (fields: Record<string, string>, headers: Record<string, string> = {}): RequestInit => ({
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { origin: 'http://127.0.0.1:7788', ...headers },
  });
  const attempts: readonly (readonly [title: string, init: RequestInit])[] = [
    ['GET', {}],
    ['HEAD', { method: 'HEAD' }],
    ['OPTIONS', { method: 'OPTIONS' }],
    ['PUT of the right form', { ...form(yes), method: 'PUT' }],
    ['POST of nothing', { method: 'POST' }],
    ['a form without code', form({ decision: 'approved' })],
    ['a form with an empty code', form({ code: '   ', decision: 'approved' })],
    ['a form with neither yes nor no', form({ code: 'CODE0001' })],
    ['a form with another word', form({ code: 'CODE0001', decision: 'maybe' })],
    ['JSON', { ...form(yes, { 'content-type': 'application/json' }), body: JSON.stringify(yes) }],
    ['the right form from another site', form(yes, { origin: 'https://evil.example' })],
    ['the right form from nowhere', { method: 'POST', body: new URLSearchParams(yes) }],
    ['a form of another kind', form(yes, { 'content-type': 'multipart/form-data; boundary=x' })],
    ['a form that is malformed', form(yes, { 'content-type': 'multipart/form-data' })],
    ['a form of 20 KB', form({ ...yes, reason: 'x'.repeat(20_000) })],
  ];

  it.each(attempts)('%s', async (_title, init) => {
    const { request, handed, stores, faults } = await askByLink();
    const response = await request('/approve/link-1', init);
    expect(response.status).not.toBe(303);
    expect(response.status).toBeLessThan(500);
    expect(handed).toEqual([]);
    expect(await stores.approvals.listWaiting()).toHaveLength(1);
    expect(faults).toEqual([]);
  });

  it('1,000 guesses: five are looked at, then the link is dead, for the right code too', async () => {
    const { post, get, handed, refusals } = await askByLink();
    const statuses: number[] = [];
    for (let n = 0; n < 1000; n++)
      statuses.push((await post('link-1', { ...yes, code: `GUESS${n}` })).status);
    expect(new Set(statuses)).toEqual(new Set([403]));
    expect((await post('link-1', yes)).status).toBe(403);
    expect(handed).toEqual([]);
    expect(await refusals()).toEqual(['wrong-code', 'wrong-code', 'wrong-code', 'wrong-code', 'dead']);
    expect(await (await get('link-1')).text()).toContain('this link is dead');
  });

  it('guesses made at once are counted one by one', async () => {
    const { post, handed } = await askByLink();
    await Promise.all(Array.from({ length: 40 }, (_, n) => post('link-1', { ...yes, code: `GUESS${n}` })));
    expect((await post('link-1', yes)).status).toBe(403);
    expect(handed).toEqual([]);
  });
});

it('a fault is told to the operator, not to who asked', async () => {
  const { api, stores, faults } = await askByLink();
  stores.links.get = () => Promise.reject(new Error('disk on fire at /var/lib/secret'));
  const response = await api.request('http://127.0.0.1:7788/approve/link-1');
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain('secret');
  expect(faults).toHaveLength(1);
});
