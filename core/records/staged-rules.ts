import * as z from 'zod';
import { secondsOf } from '../duration.ts';
import type { Rule } from '../detect/rule.ts';
import { canonicalJson } from '../json.ts';
import type { Clock } from '../ports/clock.ts';
import type { Digest } from '../ports/digest.ts';
import type { Table } from '../ports/table.ts';
import { createRecords, eachItem, parseOnce } from './record.ts';

/** A rule on trial: since it was first loaded it is counted, and makes no findings until people were told. */
export const StagedRule = z.object({
  rule: z.string(),
  since: z.iso.datetime(),
  until: z.iso.datetime(),
  /** When people were told what it would have found; from then on it finds. */
  told: z.iso.datetime().optional(),
});
export type StagedRule = z.infer<typeof StagedRule>;

/** What a staged rule would have found in one batch of records. */
const Note = z.object({
  hits: z.number().int(),
  /** By the finding's id. */
  findings: z.record(z.string(), z.object({ whom: z.string(), hits: z.number().int() })),
});
export type Note = z.infer<typeof Note>;

/** What all batches come to. */
export interface Trial {
  readonly hits: number;
  readonly findings: number;
  /** Most hits first. */
  readonly whom: readonly { readonly name: string; readonly findings: number; readonly hits: number }[];
}

export interface StagedRules {
  /** The rule as it stands; on trial from now on where nobody has seen it before. */
  see(rule: Rule): Promise<StagedRule>;
  /** Once a batch: safe to repeat. */
  note(rule: Rule, batch: string, note: Note): Promise<void>;
  sum(rule: Rule): Promise<Trial>;
  markTold(rule: Rule, at: string): Promise<void>;
}

interface Parts {
  readonly table: Table;
  readonly clock: Clock;
  readonly digest: Digest;
}

/** How long what was noted is kept after the trial. */
const keptSeconds = 30 * 86_400;

/** Of each batch a row, so that whoever notes at the same time never meets, and no batch counts twice. */
export function createStagedRules({ table, clock, digest }: Parts): StagedRules {
  const rules = createRecords<StagedRule, Rule>(table, {
    schema: StagedRule,
    keyOf: (rule) => ({ pk: partitionOf(rule, digest), sk: 'META' }),
  });
  const readNote = parseOnce(Note);
  const see = async (rule: Rule): Promise<StagedRule> =>
    await rules.change(rule, (known) => known ?? begin(rule, clock.now()));

  return {
    see,
    async note(rule, batch, note) {
      const { until } = await see(rule);
      const sk = `BATCH#${digest(batch).slice(0, 32)}`;
      const expiresAt = Math.ceil(Date.parse(until) / 1000) + keptSeconds;
      await table.put({ pk: partitionOf(rule, digest), sk, data: note, expiresAt }, 'absent');
    },
    async sum(rule) {
      const notes: Note[] = [];
      const query = { pk: partitionOf(rule, digest), prefix: 'BATCH#' };
      for await (const item of eachItem(table, query)) notes.push(readNote(item));
      return sumNotes(notes);
    },
    async markTold(rule, at) {
      await rules.change(rule, (known) =>
        known?.told === undefined ? { ...(known ?? begin(rule, clock.now())), told: at } : known,
      );
    },
  };
}

function begin({ id, staged }: Rule, now: number): StagedRule {
  const until = now + secondsOf(staged?.for ?? 'PT0S') * 1000;
  return { rule: id, since: new Date(now).toISOString(), until: new Date(until).toISOString() };
}

/** Another text of what it looks for is another trial; other words about it are not. */
function partitionOf({ id, kinds, match, allow, threshold, dedupe, staged }: Rule, digest: Digest): string {
  const text = canonicalJson([
    kinds,
    match,
    allow.map((allowed) => allowed.match),
    threshold,
    dedupe,
    staged,
  ]);
  return `STAGED#${id}#${digest(text).slice(0, 16)}`;
}

function sumNotes(notes: readonly Note[]): Trial {
  const findings = new Map<string, { readonly whom: string; readonly hits: number }>();
  for (const [id, { whom, hits }] of notes.flatMap((note) => Object.entries(note.findings)))
    findings.set(id, { whom, hits: hits + (findings.get(id)?.hits ?? 0) });
  const byWhom = Map.groupBy(findings.values(), ({ whom }) => whom);
  const whom = [...byWhom].map(([name, all]) => ({
    name,
    findings: all.length,
    hits: all.reduce((sum, { hits }) => sum + hits, 0),
  }));
  return {
    hits: notes.reduce((sum, { hits }) => sum + hits, 0),
    findings: findings.size,
    whom: whom.toSorted((a, b) => b.hits - a.hits || (a.name < b.name ? -1 : 1)),
  };
}
