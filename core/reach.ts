import * as z from 'zod';
import { Caution, type TargetFacts } from './guardrails/facts.ts';
import { canonicalJson } from './json.ts';
import { BlastRadius, type Plan } from './plan.ts';
import type { Digest } from './ports/digest.ts';

/**
 * How far a plan reaches beyond its target. The plan's hash leaves it out, because it changes by itself: so an
 * approval keeps what was seen of it, and says yes to no more than that.
 */
export const Reach = z.object({
  /** The hash of the plan. */
  plan: z.string(),
  cautions: z.array(Caution),
  blastRadius: BlastRadius,
  /** SHA-256 over what a yes is bound to; it stands in the timeline too. */
  digest: z.string(),
});
export type Reach = z.infer<typeof Reach>;

type Felt = Pick<Reach, 'cautions' | 'blastRadius'>;
type Affected = BlastRadius['affected'][number];

export function measureReach(
  { plan, facts }: { readonly plan: Plan; readonly facts: TargetFacts },
  digest: Digest,
): Reach {
  const { cautions } = facts;
  const { hash, blastRadius } = plan;
  const bound = {
    cautions: cautions.map(({ id, others }) => [id, others]),
    affected: feltBy({ cautions, blastRadius }).map(({ kind, id }) => [kind, id]),
  };
  return { plan: hash, cautions, blastRadius, digest: digest(canonicalJson(bound)) };
}

/** What is felt now and was not seen, in words. Empty where it is the same, or less. */
export function findGrowth(seen: Felt | null, now: Felt): readonly string[] {
  const cautions = now.cautions.filter(({ id, others }) => others > countOthers(seen, id));
  const kinds = [...new Set(feltBy(now).map(({ kind }) => kind))];
  return [
    ...cautions.map(({ reason }) => reason),
    ...kinds.flatMap((kind) => findNew(ofKind(seen, kind), ofKind(now, kind))),
  ];
}

const feltBy = ({ blastRadius }: Felt): readonly Affected[] =>
  blastRadius.affected.filter(({ aside }) => aside === undefined);

const ofKind = (felt: Felt | null, wanted: string): readonly Affected[] =>
  felt === null ? [] : feltBy(felt).filter(({ kind }) => kind === wanted);

const countOthers = (seen: Felt | null, wanted: string): number =>
  Math.max(0, ...(seen?.cautions ?? []).flatMap(({ id, others }) => (id === wanted ? others : [])));

const countAll = (all: readonly Affected[]): number => all.reduce((sum, { more = 1 }) => sum + more, 0);

/** By name, as long as every one was named. Of those that were only counted, the number is what was agreed to. */
function findNew(seen: readonly Affected[], now: readonly Affected[]): readonly string[] {
  if (seen.some(({ more }) => more !== undefined)) {
    const [before, after] = [countAll(seen), countAll(now)];
    return after > before ? [`${after} of kind ${now[0]?.kind ?? ''} instead of ${before}`] : [];
  }
  const known = new Set(seen.map(({ id }) => id));
  return now.filter(({ id }) => !known.has(id)).map(({ kind, id, why }) => `${kind} ${id}: ${why}`);
}
