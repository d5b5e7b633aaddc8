import { describe, expect, it } from 'vitest';
import type { PlaybookProblem, PlaybookSummary, ValidationResult } from '../../../core/api/playbooks.ts';
import { shippedLibrary } from '../../support/home.ts';
import { createApi } from '../../../tasks/api/app.ts';
import { makeApiPorts } from '../../support/api.ts';

const { playbooks } = await shippedLibrary();
const shelf = { ...makeApiPorts().playbooks, list: () => playbooks, casesOf: async () => ['high'] };
const api = createApi(makeApiPorts({ playbooks: shelf }));
const send = async (method: string, path: string, body: unknown) =>
  await api.request(path, {
    method,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
const validate = async (text: string): Promise<ValidationResult> =>
  (await (await send('POST', '/api/playbooks/validate', { text })).json()) as ValidationResult;

const sound = `{
  "id": "close-my-bucket",
  "name": "Close my bucket",
  "mode": "auto",
  "steps": [
    { "id": "close", "action": "s3.block-public-access", "with": { "bucketName": "mine" } }
  ]
}`;

describe('the list of playbooks', () => {
  it('has each by priority, with what it does and how many finding types it answers', async () => {
    const { items } = (await (await api.request('/api/playbooks')).json()) as { items: PlaybookSummary[] };
    expect(items).toHaveLength(playbooks.length);
    expect(items.map(({ priority }) => priority)).toEqual(
      items.map(({ priority }) => priority).toSorted((a, b) => a - b),
    );
    const isolate = items.find(({ id }) => id === 'isolate-compromised-instance');
    expect(isolate?.actions).toContain('ec2.isolate-instance');
    expect(isolate?.types).toBeGreaterThan(5);
    // Its trigger also asks for a user without a key of their own, which no example of these types is.
    expect(items.find(({ id }) => id === 'quarantine-compromised-user')?.types).toBeGreaterThan(5);
  });

  it('leads to each playbook with its text, its state machine and its cases', async () => {
    const detail = (await (await api.request('/api/playbooks/close-public-bucket')).json()) as object;
    const { text, definition } =
      playbooks.find(({ playbook }) => playbook.id === 'close-public-bucket') ?? {};
    expect(detail).toMatchObject({
      text,
      definition: JSON.stringify(definition),
      editable: false,
      cases: ['high'],
    });
  });

  it('does not lead to one that there is not', async () => {
    expect((await api.request('/api/playbooks/none')).status).toBe(404);
  });
});

describe('a text is checked', () => {
  it('and compiled where it is in order', async () => {
    const { ok, problems, definition } = await validate(sound);
    expect([ok, problems]).toEqual([true, []]);
    expect(JSON.parse(definition ?? '')).toHaveProperty('States');
  });

  const cases: readonly (readonly [
    title: string,
    text: string,
    pointer: string,
    marked: string,
    says: string,
  ])[] = [
    [
      'an action that there is not',
      sound.replace('block-public-access', 'block-publick-access'),
      '/steps/0/action',
      '"s3.block-publick-access"',
      'is not an action',
    ],
    ['a mode that there is not', sound.replace('"auto"', '"bold"'), '/mode', '"bold"', 'is not one of'],
    ['a field that is missing', sound.replace('"mode": "auto",', ''), '/mode', '{', 'is missing'],
    [
      'a playbook that it runs and that there is not',
      sound.replace(
        '"action": "s3.block-public-access", "with": { "bucketName": "mine" }',
        '"playbook": "none"',
      ),
      '/steps/0/playbook',
      '"none"',
      'is not a playbook',
    ],
    [
      'what is no JSON',
      sound.replace('"steps": [', '"steps": ['.replace(':', '')),
      '',
      '[',
      'it is not JSON',
    ],
    ['what is cut off', sound.slice(0, -2), '', ']', 'cut off'],
  ];
  it.each(cases.map((one) => [one[0], one] as const))(
    'and %s is found where it stands',
    async (_title, one) => {
      const [, text, pointer, marked, says] = one;
      const { ok, problems, definition } = await validate(text);
      const [first] = problems as [PlaybookProblem];
      expect([ok, definition]).toEqual([false, null]);
      expect(first.pointer).toBe(pointer);
      expect(`${first.message} ${first.remedy ?? ''}`).toContain(says);
      expect(text.slice(first.from ?? 0, first.to ?? 0)).toBe(marked);
    },
  );

  it.each(['', '   ', '{"__proto__": {}}', '['.repeat(150) + ']'.repeat(150)])(
    'and %j is refused as a whole, at no place in particular',
    async (text) => {
      const { ok, problems } = await validate(text);
      expect(ok).toBe(false);
      expect(problems[0]).toMatchObject({ pointer: '', from: null, to: null });
    },
  );
});

describe('where playbooks are deployed', () => {
  it('none is saved, and none is tried out', async () => {
    const save = await send('PUT', '/api/playbooks/close-my-bucket', { text: sound, base: null });
    const shadow = await send('POST', '/api/playbooks/shadow-run', {
      text: sound,
      finding: { example: 'x' },
    });
    expect([save.status, shadow.status]).toEqual([501, 501]);
  });
});

it('the JSON Schema of playbooks knows the actions', async () => {
  const response = await api.request('/api/playbooks/schema.json');
  expect(response.headers.get('content-type')).toContain('application/schema+json');
  expect(await response.text()).toContain('"s3.block-public-access"');
});

it('every action says what it takes, and how much a workload feels it', async () => {
  const { items } = (await (await api.request('/api/actions')).json()) as {
    items: { id: string; parameters: object }[];
  };
  expect(items.find(({ id }) => id === 'ec2.isolate-instance')).toMatchObject({
    impact: 'disruptive',
    irreversible: null,
    parameters: { type: 'object', required: ['instanceId'] },
  });
});
