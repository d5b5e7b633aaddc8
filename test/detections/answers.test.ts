import { describe, expect, it } from 'vitest';
import type { Enrichment } from '../../core/enrichment.ts';
import type { Finding } from '../../core/finding.ts';
import { score, ScoreConfig } from '../../core/score/score.ts';
import { readRuleCases } from '../../runtime/detections/read-cases.ts';
import { findRuleFiles, readRules } from '../../runtime/detections/read-rules.ts';
import { findHits, makeFindings } from '../../runtime/detections/run-case.ts';
import { createEngineExecutions } from '../../runtime/home/engine-ports.ts';
import { shippedDetections } from '../../runtime/home/shipped-detections.ts';
import { shippedPlaybooks } from '../../runtime/home/shipped-playbooks.ts';
import { loadLibrary } from '../../runtime/playbooks/library.ts';
import { openTestHome } from '../support/home.ts';
import { startTriage } from '../../tasks/start-triage.ts';

const library = await loadLibrary(shippedPlaybooks);
const { loaded } = await readRules(await findRuleFiles(shippedDetections));

/** The first finding of each rule's first case that fires. */
const findings = new Map<string, Finding>();
for (const { file, rule } of loaded) {
  const { cases } = await readRuleCases(file);
  const firing = cases.find(({ expect: { fires } }) => fires);
  const made = firing === undefined ? [] : await makeFindings(findHits(rule, firing));
  const finding = made.find((one) => one !== undefined);
  if (finding !== undefined) findings.set(rule.id, finding);
}

const findingOf = (rule: string): Finding => {
  const finding = findings.get(rule);
  if (finding === undefined) throw new Error(`no case of ${rule} fires`);
  return finding;
};

const nothing: Enrichment = { remotes: [], tags: {}, criticality: 'normal', gaps: [] };

function answersOf(rule: string): readonly string[] {
  const finding = findingOf(rule);
  const risk = score(finding, nothing, ScoreConfig.parse(undefined));
  const incident = {} as never;
  return library.select({ finding, risk, incident }).map(({ id }) => id);
}

describe('what answers a detection', () => {
  it.each<[string, readonly string[]]>([
    ...[
      'anonymity-network-asked',
      'data-in-dns-queries',
      'hosts-swept',
      'listed-domain-asked',
      'made-up-domains-asked',
      'mining-pool-asked',
      'ports-scanned',
      'traffic-to-listed-address',
    ].map((rule): [string, string[]] => [rule, ['isolate-compromised-instance']]),
    ['instance-credentials-used-elsewhere', ['isolate-compromised-instance', 'revoke-stolen-role-session']],
    ['root-used', ['answer-root-usage']],
    ['root-key-created', ['answer-root-usage']],
    ['bucket-made-public', ['disable-compromised-key', 'close-public-bucket']],
    ['bucket-block-removed', ['close-public-bucket']],
    ['security-group-opened', ['close-open-admin-ports']],
    ['secrets-read-in-bulk', ['revoke-stolen-role-session']],
    ...['trail-stopped', 'attack-tool-used', 'mfa-removed', 'administrator-made', 'backups-deleted'].map(
      (rule): [string, string[]] => [rule, ['disable-compromised-key']],
    ),
    // What administrators do all day is looked at by people, and answered by nothing.
    ...['access-key-created', 'console-login-without-mfa', 'session-opened-on-instance'].map(
      (rule): [string, string[]] => [rule, []],
    ),
  ])('%s: %j', (rule, playbooks) => {
    expect(answersOf(rule)).toEqual(playbooks);
  });
});

describe('a detection that a playbook answers', () => {
  it.each([
    ['mining-pool-asked', 'isolate-compromised-instance', 'ec2.isolate-instance'],
    ['trail-stopped', 'disable-compromised-key', 'iam.disable-access-key'],
    ['bucket-made-public', 'close-public-bucket', 's3.block-public-access'],
  ])('%s: %s asks first, whatever its mode, and then does it', async (rule, playbook, action) => {
    const home = await openTestHome({ answer: 'approved' });
    const finding = findingOf(rule);
    await home.accounts.seed(finding);
    const executions = createEngineExecutions(home.engine);
    await startTriage({ ...home, executions }, { delivery: rule, index: 0 }, finding);
    await home.finish();
    const incident = await home.incident();
    expect(incident.playbooks).toContainEqual(expect.objectContaining({ id: playbook, status: 'succeeded' }));
    const done = incident.actions.filter((one) => one.action === action);
    expect(done).toMatchObject([{ status: 'applied', verified: 'contained' }]);
    expect(incident.approvals.length).toBeGreaterThan(0);
  });
});
