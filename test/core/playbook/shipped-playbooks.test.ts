import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../core/json.ts';
import { PlaybookCase } from '../../../core/playbook/case-schema.ts';
import { changeEvent } from '../../../core/playbook/change-event.ts';
import { compile } from '../../../core/playbook/compile.ts';
import { parsePlaybook } from '../../../core/playbook/parse-playbook.ts';
import { playbookHash } from '../../../core/playbook/playbook-hash.ts';
import type { Mode } from '../../../core/playbook/protocol.ts';
import { createSelector } from '../../../core/playbook/select-playbooks.ts';
import { score, ScoreConfig } from '../../../core/score/score.ts';
import { catalog } from '../../../tasks/actions/catalog.ts';
import { normaliseOne } from '../../support/findings/normalise-event.ts';
import { validateAsl } from '../../support/validate-asl.ts';
import { play, type Played, type Script } from '../../statemachines/scripted-tasks.ts';

const folder = new URL('../../../playbooks/', import.meta.url);
const readJson = (url: URL) => JSON.parse(readFileSync(url, 'utf8')) as Json;

const ids = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

function load(id: string) {
  const parsed = parsePlaybook(readJson(new URL(`${id}/playbook.json`, folder)), catalog);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  const compiled = compile(parsed.playbook, catalog);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.errors));
  return { playbook: parsed.playbook, definition: compiled.definition };
}

const select = createSelector(ids.map((id) => load(id).playbook));

function loadCase(id: string, file: string) {
  const url = new URL(`${id}/cases/${file}`, folder);
  const { title, mode, event, given, expect: expected } = PlaybookCase.parse(readJson(url));
  return { title, mode, given, expected, finding: normaliseOne(readEvent(event as JsonObject, url)) };
}

function readEvent(event: JsonObject, url: URL): JsonObject {
  if (typeof event['$ref'] !== 'string') return event;
  const changes = (event['change'] ?? {}) as Record<string, Json>;
  return changeEvent(readJson(new URL(event['$ref'], url)) as JsonObject, changes);
}

type Loaded = ReturnType<typeof loadCase>;

/** Nothing is known beyond the finding: no tags, no intelligence. */
const rate = (finding: Loaded['finding']) =>
  score(finding, { remotes: [], tags: {}, criticality: 'normal', gaps: [] }, ScoreConfig.parse(undefined));

const cap = ({ mode, finding }: Loaded): Mode => (finding.sample ? 'shadow' : mode);

const targets = ['instanceId', 'accessKeyId', 'roleName', 'bucketName'];

function scriptFor(loaded: Loaded): Script {
  const { finding, expected } = loaded;
  const answers = new Map(
    (expected.runs ? expected.approvals : []).map(({ step, answer }) => [step, answer]),
  );
  return {
    begin: { finding, risk: rate(finding), mode: cap(loaded) },
    plan: ({ parameters }) => {
      const name = targets.find((target) => target in parameters) ?? '';
      return { summary: JSON.stringify(parameters[name]) };
    },
    ask: ({ step }) => {
      const answer = answers.get(step);
      if (answer === undefined) throw { error: 'Unexpected', cause: `nobody expected ${step} to ask` };
      if (answer === 'expire') return undefined;
      return { decision: answer === 'approve' ? 'approved' : 'rejected' };
    },
  };
}

/** The outcomes of the actions, as far as this account of requests tells them. */
function actionsOf(played: Played, mode: Mode) {
  const steps = [...new Set(played.requests.map(({ step }) => step))];
  return steps.map((step) => {
    const failed = played.calls.includes(`fail ${step}`);
    const status = played.calls.includes(`verify ${step}`)
      ? 'applied'
      : mode === 'shadow'
        ? 'planned'
        : 'denied';
    return {
      step,
      target: JSON.parse(played.summaries.get(step) ?? 'null') as unknown,
      status: failed ? 'failed' : status,
    };
  });
}

const stepsOf = ({ states }: Played) =>
  new Set(
    states
      .filter((name) => /^\w+: /.test(name) && !/: (When|Plan \w+)$/.test(name))
      .map((name) => name.replace(/: .*/, '')),
  );

describe.each(ids)('playbook %s', (id) => {
  const { playbook, definition } = load(id);
  // Those in which something fails are for the real tasks: `tourniquet test` runs them all.
  const cases = readdirSync(new URL(`${id}/cases/`, folder))
    .map((file) => [file, loadCase(id, file)] as const)
    .filter(([, { given }]) => given === undefined);

  it('has the name of its folder, says why it does what it does, and is told apart by its hash', () => {
    expect(playbook.id).toBe(id);
    expect(playbook.description?.length).toBeGreaterThan(100);
    const digest = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(playbookHash({ ...playbook, $schema: 'elsewhere' }, digest)).toBe(playbookHash(playbook, digest));
    expect(playbookHash({ ...playbook, priority: 99 }, digest)).not.toBe(playbookHash(playbook, digest));
  });

  it('compiles to ASL', () => {
    expect(validateAsl(definition)).toEqual([]);
  });

  it('has cases in which it runs and cases in which it does not', () => {
    expect(new Set(cases.map(([, { expected }]) => expected.runs))).toEqual(new Set([true, false]));
  });

  it.each(cases)('%s', async (_, loaded) => {
    const { finding, expected } = loaded;
    const selected = select({ finding, risk: rate(finding), incident: {} });
    expect(selected.includes(id)).toBe(expected.runs);
    if (!expected.runs) return;
    const played = await play(definition, scriptFor(loaded), id);
    expect(played.output).toEqual({ playbook: id, status: 'completed' });
    expect(stepsOf(played)).toEqual(new Set(expected.steps));
    expect(new Set(played.asked.map(({ step }) => step))).toEqual(
      new Set(expected.approvals.map(({ step }) => step)),
    );
    const actions = expected.actions.map(({ step, target, status }) => ({ step, target, status }));
    expect(actionsOf(played, cap(loaded))).toEqual(expect.arrayContaining(actions));
    expect(actionsOf(played, cap(loaded))).toHaveLength(actions.length);
  });

  it('stops nothing but itself when an action fails, and says so', async () => {
    const running = cases.map(([, loaded]) => loaded).find(({ expected }) => expected.runs);
    if (!running) throw new Error('no case in which it runs');
    const played = await play(definition, {
      ...scriptFor(running),
      ask: () => ({}),
      apply: () => {
        throw { error: 'AccessDenied', cause: 'no such right' };
      },
    });
    expect(played.end).toMatchObject({ status: 'failed', error: 'AccessDenied' });
    expect(played.requests.some(({ phase }) => phase === 'fail')).toBe(true);
  });
});
