import { createHash } from 'node:crypto';
import { resourceId } from '../../core/dedupe/resource-id.ts';
import type { Hit } from '../../core/detect/hit.ts';
import type { Rule } from '../../core/detect/rule.ts';
import type { Finding, Origin } from '../../core/finding.ts';
import { createExaminer } from '../../core/ingest/create-examiner.ts';
import { RecordScoreConfig } from '../../core/ingest/record-score-config.ts';
import { parseThreatList } from '../../core/intel/threat-list.ts';
import type { JsonObject } from '../../core/json.ts';
import { createCounters } from '../../core/records/counters.ts';
import { createFloods } from '../../core/records/floods.ts';
import { createStores } from '../../core/records/stores.ts';
import { createDetect } from '../../tasks/detect/index.ts';
import { compare, type Difference } from '../playbooks/case-outcome.ts';
import { openDatabase } from '../store/database.ts';
import { createRawMemory } from '../store/raw-files.ts';
import { createSqliteTable } from '../store/sqlite-table.ts';
import type { LoadedRuleCase } from './read-cases.ts';

/** What a case came to: the fields in which the outcome differs from what was expected. */
export interface RuleCaseResult {
  readonly file: string;
  readonly title: string;
  readonly fires: boolean;
  /** How many records the rule matched, thresholds aside. */
  readonly hits: number;
  readonly differences: readonly Difference[];
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const origin: Origin = { via: 'file', account: null, trusted: false };
const clock = { now: () => Date.UTC(2026, 0, 1) };
/** When all that a case says has happened. */
const after = { now: () => Date.UTC(3000, 0, 1) };

/** Takes the records of a case, one after another, the way that real ones take, up to the start of triage. */
export async function runRuleCase(rule: Rule, given: LoadedRuleCase): Promise<RuleCaseResult> {
  const { file, title, expect } = given;
  const hits = findHits(rule, given);
  const found = await makeFindings(hits);
  const first = found.findIndex((finding) => finding !== undefined);
  const fires = first !== -1;
  const differences =
    !expect.fires || !fires
      ? compare('fires', expect.fires, fires)
      : [
          ...compare('at', expect.at, first + 1),
          ...compare('findings', expect.findings, new Set(found.flatMap((one) => one?.id ?? [])).size),
          ...compare('resources', expect.resources.toSorted(), namesOf(found[first])),
        ];
  const matched = hits.filter((own) => own.length > 0).length;
  return { file, title, fires: expect.fires, hits: matched, differences };
}

/** Which records the rule matches: for each its hits. */
export function findHits(rule: Rule, { records, threats }: LoadedRuleCase): readonly (readonly Hit[])[] {
  const list = parseThreatList({ name: 'case', confidence: 80, text: threats.join('\n') });
  const examiner = createExaminer({
    // A case is about what the rule finds once it is on.
    rules: [{ ...rule, enabled: true, staged: undefined }],
    threats: [list.list],
    geo: { country: () => null },
    clock,
    digest,
    score: RecordScoreConfig.parse(undefined),
  });
  return records.map((record) => {
    const read = examiner.open();
    const examined = linesOf(record).map((line) => read(new TextEncoder().encode(line)));
    return examined.flatMap((one) => (one.kind === 'record' ? one.hits : []));
  });
}

/** Flow logs are lines of text below a header, whose names cases give as fields. */
function linesOf(record: JsonObject): readonly string[] {
  if (!('dstaddr' in record)) return [JSON.stringify(record)];
  const values = Object.values(record).map((value) =>
    typeof value === 'string' ? value : JSON.stringify(value),
  );
  return [Object.keys(record).join(' '), values.join(' ')];
}

/** What comes of each record, if anything does. */
export async function makeFindings(
  hits: readonly (readonly Hit[])[],
): Promise<readonly (Finding | undefined)[]> {
  const table = createSqliteTable(openDatabase(':memory:'));
  const stores = createStores({ table, clock: after, digest });
  const findings: Finding[] = [];
  const detect = createDetect({
    stores: {
      ...stores,
      deliveries: { ...stores.deliveries, create: async (_, { finding }) => findings.push(finding) > 0 },
    },
    executions: { start: async () => 'started' },
    raw: createRawMemory(),
    counters: createCounters({ table, clock: after, digest }),
    floods: createFloods(table, after, 1000),
    stage: { keepActive: async (_, all) => all },
    clock: after,
    digest,
  });
  const found: (Finding | undefined)[] = [];
  for (const [index, own] of hits.entries()) {
    const before = findings.length;
    // One after another: that is what a case says.
    // oxlint-disable-next-line no-await-in-loop
    await detect({ batch: `case-${index}`, origin, hits: own });
    found.push(findings[before]);
  }
  return found;
}

const namesOf = (finding: Finding | undefined): readonly string[] =>
  (finding?.resources ?? []).map((resource) => `${resource.kind} ${resourceId(resource)}`).toSorted();
