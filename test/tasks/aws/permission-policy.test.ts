import { describe, expect, it } from 'vitest';
import type { Phase } from '../../../core/action-spec.ts';
import { catalog } from '../../../tasks/actions/catalog.ts';
import { isRead } from '../../../tasks/actions/runner/permissions.ts';
import { createPermissionPolicy } from '../../../tasks/aws/permission-policy.ts';
import { permissions as enrichment } from '../../../tasks/enrich/permissions.ts';

const allowed = (...phases: Phase[]): readonly string[] =>
  createPermissionPolicy(catalog, phases).Statement.flatMap(({ Action }) => Action);
const operationOf = (permission: string): string => permission.split(':')[1] ?? '';

describe('the policy that tourniquet permissions prints', () => {
  it.each(['plan', 'verify'] as const)('allows reads only for %s', (phase) => {
    expect(allowed(phase).filter((permission) => !isRead(operationOf(permission)))).toEqual([]);
  });

  it('has every permission of every action, and each once', () => {
    const all = allowed('plan', 'apply', 'verify', 'undo');
    expect(new Set(all).size).toBe(all.length);
    for (const { permissions } of catalog.values()) {
      const ofAws = Object.values(permissions)
        .flat()
        .filter((permission) => !permission.startsWith('tourniquet:'));
      expect(all).toEqual(expect.arrayContaining(ofAws));
    }
  });

  it('leaves out what only our own messenger understands', () => {
    expect(allowed('plan', 'apply', 'verify', 'undo').join()).not.toContain('tourniquet:');
  });

  it('has what enrichment reads along with plan, and the write-back along with apply', () => {
    expect(allowed('plan')).toEqual(expect.arrayContaining([...enrichment]));
    expect(allowed('verify')).not.toEqual(expect.arrayContaining([...enrichment]));
    expect(allowed('apply')).toContain('securityhub:BatchUpdateFindings');
  });

  it('names its statements differently, in letters and digits, and is short enough for a managed policy', () => {
    const policy = createPermissionPolicy(catalog, ['plan', 'apply', 'verify', 'undo']);
    const names = policy.Statement.map(({ Sid }) => Sid);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9]+$/);
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    expect(JSON.stringify(policy).length).toBeLessThan(6144);
  });
});
