import { findingIdOf } from '../../core/detect/make-finding.ts';
import type { Hit } from '../../core/detect/hit.ts';
import type { Rule } from '../../core/detect/rule.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Digest } from '../../core/ports/digest.ts';
import type { Note, StagedRules } from '../../core/records/staged-rules.ts';

/** Keeps rules that are on trial from making findings, and notes what they would have found. */
export interface Stage {
  /** The hits of rules that are not (or no more) on trial, in their order. */
  keepActive(batch: string, hits: readonly Hit[]): Promise<readonly Hit[]>;
}

export interface StagePorts {
  readonly staged: StagedRules;
  readonly clock: Clock;
  readonly digest: Digest;
}

/** How long a rule that is on trial is taken to be so without looking again. */
const rememberedMs = 30_000;

/** Of one batch so many findings are noted one by one; the others are counted. */
const mostFindings = 100;

export function createStage({ staged, clock, digest }: StagePorts): Stage {
  const active = new Set<Rule>();
  const looked = new Map<Rule, number>();

  const isActive = async (rule: Rule): Promise<boolean> => {
    if (rule.staged === undefined || active.has(rule)) return true;
    if (clock.now() - (looked.get(rule) ?? -Infinity) < rememberedMs) return false;
    const { told } = await staged.see(rule);
    looked.set(rule, clock.now());
    if (told !== undefined) active.add(rule);
    return told !== undefined;
  };

  return {
    async keepActive(batch, hits) {
      const kept: Hit[] = [];
      for (const [rule, own] of Map.groupBy(hits, (hit) => hit.rule)) {
        // There are few rules, and hardly any on trial.
        // oxlint-disable-next-line no-await-in-loop
        if (await isActive(rule)) kept.push(...own);
        // oxlint-disable-next-line no-await-in-loop
        else await staged.note(rule, batch, noteOf(own, digest));
      }
      const due = new Set(kept);
      return hits.filter((hit) => due.has(hit));
    },
  };
}

function noteOf(hits: readonly Hit[], digest: Digest): Note {
  const byFinding = [...Map.groupBy(hits, (hit) => findingIdOf(hit, digest))].slice(0, mostFindings);
  const findings = byFinding.map(([id, own]) => [id, { whom: whomOf(own[0]), hits: own.length }] as const);
  return { hits: hits.length, findings: Object.fromEntries(findings) };
}

const whomOf = (hit: Hit | undefined): string =>
  hit?.record.principal ?? hit?.record.srcIp ?? hit?.record.account ?? 'nobody whom the record names';
