import { createHash } from 'node:crypto';
import { basename, dirname } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { playbookHash } from '../../core/playbook/playbook-hash.ts';
import { shippedPlaybooks } from '../../runtime/home/shipped-playbooks.ts';
import { loadLibrary } from '../../runtime/playbooks/library.ts';
import { readCases } from '../../runtime/playbooks/read-cases.ts';
import { type TestReport, testPlaybooks } from '../../runtime/playbooks/test-playbooks.ts';
import { validateAsl } from '../support/validate-asl.ts';

const { playbooks } = await loadLibrary(shippedPlaybooks);
const each = playbooks.map((loaded) => [loaded.playbook.id, loaded] as const);

describe.each(each)('playbook %s', (id, { file, playbook, definition }) => {
  it('has the name of its folder, says why it does what it does, and is told apart by its hash', () => {
    expect(basename(dirname(file))).toBe(id);
    expect(playbook.description?.length).toBeGreaterThan(100);
    const digest = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(playbookHash({ ...playbook, $schema: 'elsewhere' }, digest)).toBe(playbookHash(playbook, digest));
    expect(playbookHash({ ...playbook, priority: 99 }, digest)).not.toBe(playbookHash(playbook, digest));
  });

  it('compiles to ASL', () => {
    expect(validateAsl(definition)).toEqual([]);
  });

  it('has cases in which it runs and cases in which it does not', async () => {
    const { cases, problems } = await readCases(file, playbook);
    expect(problems).toEqual([]);
    expect(new Set(cases.map(({ expect: { runs } }) => runs))).toEqual(new Set([true, false]));
  });
});

describe('the cases of all playbooks', () => {
  let report: TestReport;
  // All of them, once: each takes its event through the whole workflow.
  beforeAll(async () => {
    report = await testPlaybooks([shippedPlaybooks]);
  }, 120_000);

  it.each(each)('%s does what its cases say', (id) => {
    const { cases = [] } = report.playbooks.find(({ playbook }) => playbook === id) ?? {};
    expect(cases.flatMap(({ file, differences }) => differences.map((one) => ({ file, ...one })))).toEqual(
      [],
    );
    expect(cases.length).toBeGreaterThan(0);
  });

  it('show every step, every way through and the undo of every action that has one', () => {
    const missing = report.playbooks.flatMap(({ coverage }) => coverage.missing);
    expect(missing).toEqual([]);
    for (const { covered, total } of Object.values(report.coverage)) expect(covered).toBe(total);
  });

  it('leave no finding type of GuardDuty without a playbook', () => {
    const types = report.findingTypes ?? [];
    expect(types.filter(({ answer }) => answer === 'none')).toEqual([]);
    // Who is only told is told what is missing.
    const told = types.filter(({ answer }) => answer === 'told');
    expect(told.filter(({ missingActions }) => missingActions.length === 0)).toEqual([]);
    expect(types.length).toBeGreaterThan(200);
  });
});
