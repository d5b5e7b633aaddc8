import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createLibrary, focusOn } from '../../../runtime/playbooks/library.ts';
import { readCases } from '../../../runtime/playbooks/read-cases.ts';
import { readPlaybook } from '../../../runtime/playbooks/read-playbook.ts';
import { runCase } from '../../../runtime/playbooks/run-case.ts';
import { type NewPlaybook, writePlaybook } from '../../../runtime/playbooks/write-playbook.ts';
import { catalog } from '../../../tasks/actions/catalog.ts';

const folder = mkdtempSync(join(tmpdir(), 'tourniquet-new-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let made = 0;
const asking = (changes: Partial<NewPlaybook>): NewPlaybook => ({
  id: `new-${++made}`,
  folder,
  type: null,
  action: null,
  ...changes,
});

/** As validate and test would. */
async function write(changes: Partial<NewPlaybook>) {
  const given = asking(changes);
  const written = await writePlaybook(given);
  const file = join(folder, given.id, 'playbook.json');
  const read = await readPlaybook(file);
  if (!read.ok) throw new Error(read.problems.join('; '));
  const { playbook } = read.loaded;
  const { cases, problems } = await readCases(file, playbook);
  expect(problems).toEqual([]);
  const library = focusOn(createLibrary([read.loaded]), playbook.id);
  const results = await Promise.all(cases.map(async (one) => await runCase(library, playbook.id, one)));
  expect(results.map(({ differences }) => differences)).toEqual([[], []]);
  return { written, playbook, cases, text: readFileSync(file, 'utf8') };
}

describe('a new playbook', () => {
  it.each([...catalog.keys()])('that does %s is in order, and its cases pass', async (action) => {
    const { playbook, cases } = await write({ action });
    expect(playbook).toMatchObject({ mode: 'approve', steps: [{ id: 'contain', action }] });
    expect(cases.map((one) => one.expect.runs)).toEqual([true, false]);
  });

  it.each([
    ['Policy:S3/', { prefix: 'Policy:S3/' }, 's3.block-public-access'],
    ['Trojan:Lambda/DropPoint', 'Trojan:Lambda/DropPoint', 'lambda.throttle-function'],
    ['AttackSequence:IAM/', { prefix: 'AttackSequence:IAM/' }, 'iam.disable-access-key'],
    [
      'UnauthorizedAccess:IAMUser/InstanceCredential',
      { prefix: 'UnauthorizedAccess:IAMUser/InstanceCredential' },
      'iam.revoke-role-sessions',
    ],
    ['Discovery:RDS/', { prefix: 'Discovery:RDS/' }, null],
    ['Execution:EC2/MaliciousFile!AMI', 'Execution:EC2/MaliciousFile!AMI', null],
  ])('for %s does what is usual for it', async (type, pattern, action) => {
    const { written, playbook } = await write({ type });
    expect(playbook.trigger).toMatchObject({ finding: { type: [pattern] } });
    expect(written.action).toBe(action);
    expect(playbook.steps).toMatchObject([action === null ? { id: 'tell' } : { action }]);
  });

  it('stands alone, with its schema, where it is written outside of this checkout', async () => {
    const { cases, text } = await write({});
    expect(text).toContain('playbooks/playbook.schema.json"');
    expect(readFileSync(cases[0]?.file ?? '', 'utf8')).not.toContain('$ref');
  });

  it.each<[string, Partial<NewPlaybook>, RegExp]>([
    ['an id that is none', { id: 'Not An Id' }, /\/id: is not an id/],
    [
      'a type that there is not',
      { type: 'Polcy:S3/' },
      /begins with "Polcy:S3\/"; did you mean "Policy:S3\/"\?/,
    ],
    [
      'an action that there is not',
      { action: 's3.block-public-acces' },
      /not an action of the catalog; did you mean "s3\.block-public-access"\?/,
    ],
    [
      'an action for other resources',
      { type: 'Policy:S3/', action: 'ec2.stop-instance' },
      /acts on resources of kind ec2-instance, and such findings name s3-bucket.*; use one of .*s3\.block-public-access/,
    ],
  ])('is refused for %s, and nothing is written', async (_, changes, said) => {
    const given = asking(changes);
    await expect(writePlaybook(given)).rejects.toThrow(said);
    expect(existsSync(join(folder, given.id))).toBe(false);
  });

  it('overwrites nothing', async () => {
    const { playbook, text } = await write({});
    await expect(writePlaybook(asking({ id: playbook.id, type: 'Policy:S3/' }))).rejects.toThrow(
      /is there already/,
    );
    expect(readFileSync(join(folder, playbook.id, 'playbook.json'), 'utf8')).toBe(text);
  });
});
