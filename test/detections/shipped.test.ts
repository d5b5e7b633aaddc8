import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { renderRules } from '../../core/detect/render-rules.ts';
import { tactics } from '../../core/detect/tactics.ts';
import { findRuleFiles, loadRules } from '../../runtime/detections/read-rules.ts';
import { testRules } from '../../runtime/detections/test-rules.ts';
import { shippedDetections } from '../../runtime/home/shipped-detections.ts';

const rules = await loadRules(shippedDetections);
const tested = await testRules(await findRuleFiles(shippedDetections));

describe('the detections that ship', () => {
  it.each(tested)('$rule: every case comes out as it says', ({ cases }) => {
    expect(cases.filter(({ differences }) => differences.length > 0)).toEqual([]);
  });

  it.each(tested)('$rule: cases show all that they must', ({ missing }) => {
    expect(missing).toEqual([]);
  });

  it('stand in docs/detections.md (else run: npx vitest run test/detections/shipped.test.ts -u)', async () => {
    const file = fileURLToPath(new URL('../../docs/detections.md', import.meta.url));
    await expect(renderRules(rules)).toMatchFileSnapshot(file);
  });

  it('look at calls, traffic and names', () => {
    const kinds = new Set(rules.flatMap((rule) => rule.kinds));
    expect([...kinds].toSorted()).toEqual(['cloudtrail', 'route53-resolver', 'vpc-flow']);
    expect(rules.length).toBeGreaterThanOrEqual(30);
  });

  it('cover what attackers do in an account, from the way in to the damage', () => {
    const covered = new Set(rules.flatMap(({ attack }) => attack.tactics));
    const beyondLogs = ['TA0043', 'TA0042'];
    expect(Object.keys(tactics).filter((id) => !covered.has(id as never))).toEqual(beyondLogs);
  });

  it('allow nothing that an attacker could call something', () => {
    const allowed = rules.flatMap(({ id, allow }) => allow.map(({ match }) => ({ id, match })));
    expect(allowed).toMatchObject([
      { id: 'instance-credentials-used-elsewhere' },
      { id: 'log-group-deleted' },
      { id: 'ssh-passwords-guessed' },
    ]);
  });
});
