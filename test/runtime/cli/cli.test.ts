import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { incidentSchema, reportSchema } from './report-schema.ts';
import { Config } from '../../../core/config.ts';
import { createInbox } from '../../../core/records/inbox.ts';
import { openStore } from '../../../runtime/cli/open-store.ts';
import { openHome } from '../../../runtime/home/open-home.ts';
import { openDatabase } from '../../../runtime/store/database.ts';
import { ownDatabase } from '../../../runtime/store/own-database.ts';
import { createSqliteTable } from '../../../runtime/store/sqlite-table.ts';
import { runInProcess } from './run-in-process.ts';
import { type CliResult, command, example, root, runCli, startCli } from './spawn-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'tourniquet-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const path = (name: string): string => join(folder, name);
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(path(name), content);
  return path(name);
};

const instance = readFileSync(example('ec2-cryptocurrency'), 'utf8');
const enlarged = instance.replace('"title": "', `"title": "${'x'.repeat(5_000_000)}`);

/** What is wrong with a file, and what must be said about it. */
const badFiles: readonly (readonly [string, string, RegExp])[] = [
  ['truncated JSON', file('truncated.json', instance.slice(0, 900)), /it is cut off at character 900/],
  ['a JSON array', file('array.json', `[${instance}]`), /it is a JSON array of 1/],
  ['an empty file', file('empty.json', ''), /it is empty/],
  ['a 5 MB event', file('large.json', enlarged), /bytes and the limit is 1048576/],
  [
    'a Latin-1 file',
    file('latin1.json', Buffer.from(instance.replace('Bitcoin', 'Bitcöin'), 'latin1')),
    /it is not UTF-8: byte 0xF6 at offset \d+/,
  ],
  [
    'an event of another source',
    file('other.json', instance.replace('aws.guardduty', 'aws.ec2')),
    /its source is "aws.ec2"/,
  ],
  ['a missing file', path('missing.json'), /there is no such file/],
  ['a folder', folder, /it is a folder/],
];

const database = path('history.db');

const placeOfExports = ['--account-id', '111122223333', '--region', 'eu-west-1'] as const;

/** As people start it. The rest runs in this process, for each start costs most of a second. */
const spawned = {
  bad: ['run', '--json', ...badFiles.map(([, name]) => name), example('iam-key-compromised')],
  aws: ['run', '--account', 'aws', example('ec2-cryptocurrency')],
  unknownOption: ['run', '--fast', example('ec2-cryptocurrency')],
} as const;
const inProcess = {
  json: [
    'run',
    '--json',
    '--approve',
    'all',
    example('ec2-cryptocurrency'),
    example('s3-bucket-made-public'),
  ],
  dry: ['run', '--json', '--dry-run', example('role-credentials-exfiltrated')],
  plain: ['run', '--db', database, example('iam-key-compromised')],
  noFile: ['run'],
  noDatabase: ['incidents', '--db', path('nowhere.db')],
  notDatabase: ['run', '--db', path('truncated.json'), example('ec2-cryptocurrency')],
  contain: [
    'contain',
    'arn:aws:s3:::example-exports',
    ...placeOfExports,
    '--playbook',
    'close-public-bucket',
    '--reason=a test',
    '--dry-run',
    '--json',
  ],
  containWithoutDatabase: ['contain', 'i-0a1b2c3d', '--playbook', 'x', '--reason', 'y'],
  containWithoutPlace: ['contain', 'i-0a1b2c3d', '--playbook', 'x', '--reason', 'y', '--dry-run'],
} as const;
type Name = keyof typeof spawned | keyof typeof inProcess;

type Result = Pick<CliResult, 'code' | 'out' | 'err'>;

const results = new Map<Name, Result>();
const resultOf = (name: Name): Result => {
  const result = results.get(name);
  if (result === undefined) throw new Error(`${name} was not run`);
  return result;
};

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  const running = Object.entries(spawned).map(async ([name, args]) => [name, await runCli(...args)] as const);
  for (const [name, args] of Object.entries(inProcess)) {
    results.set(name as Name, await runInProcess(...args));
  }
  for (const [name, result] of await Promise.all(running)) results.set(name as Name, result);
});

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');

describe('tourniquet run, given files that are no events', () => {
  it('says one clear line about each, shows no stack trace, and exits 1', () => {
    const { code, err } = resultOf('bad');
    expect(code).toBe(1);
    const lines = linesOf(err);
    expect(lines).toHaveLength(badFiles.length);
    for (const [, name, reason] of badFiles) {
      const line = lines.find((candidate) => candidate.startsWith(`error: ${name}: `));
      expect(line).toMatch(reason);
    }
    expect(err).not.toContain('    at ');
  });

  it('handles the other findings of the batch', () => {
    const { incidents } = reportSchema.parse(JSON.parse(resultOf('bad').out));
    expect(incidents).toMatchObject([{ resource: { id: 'AKIAEXAMPLEDEPLOY001' }, status: 'contained' }]);
  });

  it('keeps what it could read and not understand as dead letters with their reasons', () => {
    const { deadLetters } = reportSchema.parse(JSON.parse(resultOf('bad').out));
    const kept = badFiles.filter(([what]) => what !== 'a missing file' && what !== 'a folder');
    expect(deadLetters).toHaveLength(kept.length);
    for (const [, name, reason] of kept) {
      const letter = deadLetters.find(({ label }) => label === name);
      expect(letter).toMatchObject({ stage: 'intake', raw: expect.stringMatching(/^raw\//) });
      expect(letter?.reason).toMatch(reason);
    }
  });
});

describe('tourniquet, used otherwise than it can be', () => {
  it.for([
    ['noFile', 2, /no event was given; name a file/],
    ['unknownOption', 2, /unknown option '--fast'/],
    ['aws', 1, /--account aws cannot tell whose credentials to use .*; give some, such as AWS_PROFILE/],
    ['containWithoutDatabase', 2, /--db is missing: undo needs what is kept there/],
    ['containWithoutPlace', 1, /i-0a1b2c3d does not say in which account it is; add --account-id/],
    ['noDatabase', 1, /there is no database .*nowhere\.db; make one with/],
    ['notDatabase', 1, /truncated\.json cannot be used as a database \(file is not a database\)/],
  ] as const)('%s: exits %i and says so in one line', ([name, code, said]) => {
    const result = resultOf(name);
    const [line = '', ...hint] = linesOf(result.err);
    expect(result.code).toBe(code);
    expect(line).toMatch(said);
    expect(line).toMatch(/^error: /);
    expect(hint).toEqual(code === 2 ? ['Add --help to see how it is used.'] : []);
    expect(result.out).toBe('');
  });
});

describe('tourniquet run --json', () => {
  it('prints the documented shape and nothing else', () => {
    const { code, out, err } = resultOf('json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const report = reportSchema.parse(JSON.parse(out));
    expect(report.incidents.map(({ status }) => status)).toEqual(['contained', 'contained']);
    expect(report.executions).toHaveLength(6);
    expect(new Set(report.executions.map(({ status }) => status))).toEqual(new Set(['SUCCEEDED']));
  });

  it('--dry-run plans and changes nothing', () => {
    const report = reportSchema.parse(JSON.parse(resultOf('dry').out));
    const [incident] = report.incidents;
    expect(resultOf('dry').code).toBe(0);
    expect(incident?.playbooks).toMatchObject([{ mode: 'shadow', status: 'shadowed' }]);
    expect(incident?.actions.map(({ status }) => status)).toEqual(['planned', 'planned']);
    expect(incident?.status).toBe('not-contained');
  });
});

describe('tourniquet contain --dry-run', () => {
  it('plans for a resource that no finding names', () => {
    const { code, out, err } = resultOf('contain');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const { outcome, incident } = z
      .object({ outcome: z.string(), incident: incidentSchema })
      .parse(JSON.parse(out));
    expect(outcome).toBe('opened');
    expect(incident).toMatchObject({
      resource: { id: 'example-exports' },
      playbooks: [{ id: 'close-public-bucket', mode: 'shadow' }],
      actions: [{ action: 's3.block-public-access', status: 'planned' }],
    });
  });
});

describe('the output', () => {
  it('has no colours in a pipe', () => {
    for (const { out, err } of results.values()) {
      expect(out).not.toContain('\u001B');
      expect(err).not.toContain('\u001B');
    }
  });

  it('may be cut off by its reader', async () => {
    const args = [...command, 'run', '--json', example('ec2-cryptocurrency')];
    const child = spawn('sh', ['-c', '"$0" "$@" | head -n 1', ...args], { cwd: root });
    let out = '';
    let err = '';
    child.stdout.on('data', (text: Buffer) => (out += text.toString()));
    child.stderr.on('data', (text: Buffer) => (err += text.toString()));
    await new Promise((resolve) => child.on('close', resolve));
    expect(out).toBe('{\n');
    expect(err).toBe('');
  });
});

describe('a database that a run left', () => {
  it('is reviewed by incidents, incident and history, and released by undo', async () => {
    const { code, out } = resultOf('plain');
    const [id = ''] = /^inc-[0-9a-f]{16}/.exec(out) ?? [];
    expect(code).toBe(0);
    expect(linesOf(out).at(-1)).toMatch(/^1 finding, 1 incident \(1 contained\), 3 executions,/);

    const shown = await runInProcess('incident', id, '--db', database);
    const history = await runInProcess('history', `${id}-r1`, '--db', database, '--json');
    expect(shown.out).toContain('AKIAEXAMPLEDEPLOY001');
    const events = (JSON.parse(history.out) as { type: string }[]).map(({ type }) => type);
    expect([events[0], events.at(-1)]).toEqual(['ExecutionStarted', 'ExecutionSucceeded']);

    const undone = await runInProcess('undo', id, '--db', database, '--by', 'ana', '--json');
    expect(undone.code).toBe(0);
    expect(JSON.parse(undone.out)).toMatchObject({
      released: true,
      undone: [{ action: 'iam.disable-access-key', target: { id: 'AKIAEXAMPLEDEPLOY001' } }],
      left: [],
    });
    const list = await runInProcess('incidents', '--db', database, '--json');
    const [after] = z.array(incidentSchema).parse(JSON.parse(list.out));
    expect(after).toMatchObject({ status: 'released', actions: [{ status: 'undone' }] });
    expect(after?.timeline.at(-1)).toMatchObject({ kind: 'incident.released', data: { by: 'ana' } });
  });

  it('is worked on by one process at a time', async () => {
    const shared = path('shared.db');
    const disown = ownDatabase(shared);
    const refused = await runInProcess('run', '--db', shared, example('ec2-cryptocurrency'));
    disown();
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toBe(
      `error: ${shared} is in use by another tourniquet process; stop it, or give another --db\n`,
    );
  });

  it('respond takes the no beforehand that it asks for where nobody is at a terminal', async () => {
    const released = path('released.db');
    await runInProcess('run', '--db', released, example('s3-bucket-made-public'));
    const [incident] = incidentSchema
      .array()
      .parse(JSON.parse((await runInProcess('incidents', '--db', released, '--json')).out));
    const id = incident?.id ?? '';
    await runInProcess('undo', id, '--db', released);
    const unasked = await runInProcess('respond', id, '--db', released);
    expect(unasked).toMatchObject({
      code: 1,
      err: expect.stringContaining('Use --approve all or --reject all.'),
    });
    const answered = await runInProcess('respond', id, '--db', released, '--reject', 'all');
    expect(answered).toMatchObject({ code: 1, err: '' });
    expect(answered.out).toContain('not-contained');
  });

  it('answers an incident once more when a person asks, after a dry run', async () => {
    const dry = path('dry.db');
    await runInProcess('run', '--db', dry, '--dry-run', example('iam-key-compromised'));
    const [incident] = incidentSchema
      .array()
      .parse(JSON.parse((await runInProcess('incidents', '--db', dry, '--json')).out));
    expect(incident?.status).toBe('not-contained');
    const answered = await runInProcess('respond', incident?.id ?? '', '--db', dry, '--json');
    expect(answered).toMatchObject({ code: 0, err: '' });
    expect(incidentSchema.parse(JSON.parse(answered.out))).toMatchObject({
      status: 'contained',
      revision: 2,
    });
    const verified = await runInProcess('verify', incident?.id ?? '', '--db', dry);
    expect(verified).toMatchObject({ code: 0 });
    expect(verified.out).toContain('The timeline is whole');
    // Nothing is left behind that the next run would have to resume.
    const looking = openDatabase(dry);
    expect(await createInbox(createSqliteTable(looking)).unfinished()).toBeNull();
    looking.close();
  });

  it('is gone on with by serve, which ends cleanly when it is told to', async () => {
    const left = path('left.db');
    const home = await openHome({ database: left, config: Config.parse({}), playbooks: null });
    const bytes = readFileSync(example('iam-key-compromised'));
    const origin = { via: 'file', account: null, trusted: true } as const;
    await home.intake({ bytes, delivery: 'd-1', origin, label: 'left' });
    await home.close();
    const serving = startCli(['serve', '--no-build', '--port', '0', '--db', left]);
    const looking = openStore(left);
    await expect
      .poll(async () => (await looking.stores.incidents.list()).map(({ status }) => status.state), {
        timeout: 20_000,
        interval: 100,
      })
      .toEqual(['contained']);
    looking.close();
    serving.kill('SIGINT');
    const { code, out, err } = await serving.ended;
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^Tourniquet is at http:\/\/127\.0\.0\.1:\d+, its data in /);
  });

  it('whose run did not end is refused without --resume, and finished with it', async () => {
    const dead = path('dead.db');
    const left = openDatabase(dead);
    await createInbox(createSqliteTable(left)).begin({ id: 'run-1', mode: 'auto' });
    left.close();
    const refused = await runInProcess('run', '--db', dead, example('iam-key-compromised'));
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toBe(
      'error: an earlier run on this --db did not end; finish it with --resume first\n',
    );
    const bolder = await runInProcess('run', '--db', dead, '--resume', '--dry-run');
    expect(bolder).toMatchObject({ code: 1, out: '' });
    expect(bolder.err).toContain('was in mode auto, this one would be in mode shadow');
    const resumed = await runInProcess(
      'run',
      '--db',
      dead,
      '--resume',
      '--json',
      example('iam-key-compromised'),
    );
    expect(resumed.code).toBe(0);
    expect(reportSchema.parse(JSON.parse(resumed.out)).incidents).toMatchObject([
      { status: 'contained', occurrences: 1 },
    ]);
  });
});
