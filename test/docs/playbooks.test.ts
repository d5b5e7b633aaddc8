import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TakenLogs } from '../../core/api/logs.ts';
import { Config } from '../../core/config.ts';
import { parseRuleCase } from '../../core/detect/parse-case.ts';
import { parseRule } from '../../core/detect/parse-rule.ts';
import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts';
import { PlaybookCase } from '../../core/playbook/case-schema.ts';
import { parsePlaybook } from '../../core/playbook/parse-playbook.ts';
import { describeProblem } from '../../core/problem/problem.ts';
import { createLibrary } from '../../runtime/playbooks/library.ts';
import { readCases } from '../../runtime/playbooks/read-cases.ts';
import { readPlaybook } from '../../runtime/playbooks/read-playbook.ts';
import { runCase } from '../../runtime/playbooks/run-case.ts';
import { catalog } from '../../tasks/actions/catalog.ts';
import { type Example, findExamples, readJson } from './examples.ts';

const frame = { id: 'example', name: 'Example', mode: 'auto' };
const idle: Json = [{ id: 'idle', wait: 'PT1M' }];

const problemsOf = (playbook: Json): readonly string[] => {
  const parsed = parsePlaybook(playbook, catalog);
  return parsed.ok ? [] : parsed.errors.map(describeProblem);
};

const problemsIn = (parsed: ReturnType<typeof parseRule | typeof parseRuleCase>): readonly string[] =>
  parsed.ok ? [] : parsed.errors.map(describeProblem);

const issuesOf = (
  schema: typeof PlaybookCase | typeof Config | typeof TakenLogs,
  value: Json,
): readonly string[] =>
  schema.safeParse(value).error?.issues.map(({ path, message }) => `/${path.join('/')}: ${message}`) ?? [];

/** What an example can be, told by its members: what is wrong with it. The first kind that fits holds. */
const kinds: readonly (readonly [
  (value: JsonObject) => boolean,
  (value: JsonObject) => readonly string[],
])[] = [
  [(value) => 'records' in value, (value) => problemsIn(parseRuleCase(value))],
  [(value) => 'match' in value, (value) => problemsIn(parseRule(value))],
  [(value) => 'expect' in value, (value) => issuesOf(PlaybookCase, value)],
  [(value) => 'steps' in value && 'mode' in value, problemsOf],
  [
    (value) => ['aws', 'enrich', 'guardrails', 'server'].some((part) => part in value),
    (value) => issuesOf(Config, value),
  ],
  [(value) => 'Statement' in value, problemsOfPolicy],
  [(value) => 'accepted' in value, (value) => issuesOf(TakenLogs, value)],
  [
    (value) => 'finding' in value || 'risk' in value,
    (trigger) => problemsOf({ ...frame, trigger, steps: idle }),
  ],
  [(value) => 'id' in value, (step) => problemsOf({ ...frame, steps: [step] })],
];

/** An IAM policy: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
function problemsOfPolicy({ Version, Statement }: JsonObject): readonly string[] {
  const statements = Array.isArray(Statement) ? Statement.filter(isJsonObject) : [];
  const complete = statements.every((statement) => 'Effect' in statement && 'Action' in statement);
  return Version === '2012-10-17' && statements.length > 0 && complete ? [] : ['is no IAM policy'];
}

function findProblems(value: Json): readonly string[] {
  if (!isJsonObject(value)) return problemsOf({ ...frame, steps: value });
  const [, check] = kinds.find(([fits]) => fits(value)) ?? [];
  return check === undefined ? ['is of no kind that this test knows'] : check(value);
}

const examples = findExamples('json');

describe('the JSON in the README and the guides', () => {
  it('is there', () => {
    expect(examples.length).toBeGreaterThan(15);
  });

  it.each(examples.map((example) => [example.place, example] as const))('%s is in order', (_, example) => {
    expect(findProblems(readJson(example))).toEqual([]);
  });
});

describe('the tutorial of docs/playbooks.md', () => {
  const files = examples.filter(
    (example): example is Example & { file: string } => example.file !== undefined,
  );
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tourniquet-tutorial-'));
    symlinkSync(fileURLToPath(new URL('../../docs', import.meta.url)), join(folder, 'docs'));
    // As the reader does: a later version of a file takes the place of an earlier one.
    for (const { file, text } of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const runTutorial = async () => {
    const read = await readPlaybook(join(folder, 'my-playbooks/close-bucket-and-key/playbook.json'));
    if (!read.ok) throw new Error(read.problems.join('\n'));
    const { loaded } = read;
    const { cases, problems } = await readCases(loaded.file, loaded.playbook);
    expect(problems).toEqual([]);
    const library = createLibrary([loaded]);
    return await Promise.all(cases.map(async (given) => await runCase(library, loaded.playbook.id, given)));
  };

  it('ends with a playbook whose cases pass', async () => {
    const results = await runTutorial();
    expect(results.map(({ title, differences }) => ({ title, differences }))).toEqual(
      [
        'What GuardDuty rates Low is left to people',
        'The bucket is closed at once, the key once a person agrees',
        'Where nobody answers, the key is left alone and people are told',
      ].map((title) => ({ title, differences: [] })),
    );
  });

  it('begins with a case that fails as it says', async () => {
    const forgetful = files.find(({ file }) => file.endsWith('opened.json'));
    if (forgetful === undefined) throw new Error('the tutorial has no opened.json');
    writeFileSync(join(folder, forgetful.file), forgetful.text);
    const failed = (await runTutorial()).filter(({ differences }) => differences.length > 0);
    expect(failed.map(({ differences }) => differences.map(({ field }) => field))).toEqual([
      ['status', 'steps', 'actions', 'approvals'],
    ]);
    const quoted = findExamples('text')
      .map(({ text }) => text)
      .join('\n');
    for (const { got } of failed[0]?.differences ?? [])
      expect(quoted).toContain(`got      ${JSON.stringify(got)}`);
  });
});
