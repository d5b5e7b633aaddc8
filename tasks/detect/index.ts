import { findingIdOf, makeFinding, type Provenance } from '../../core/detect/make-finding.ts';
import type { Hit } from '../../core/detect/hit.ts';
import { floodIdOf, makeFlood } from '../../core/detect/make-flood.ts';
import { notAfter } from '../../core/detect/not-after.ts';
import { tallyOf } from '../../core/detect/tally.ts';
import type { Finding, Origin } from '../../core/finding.ts';
import type { Counters, Tally } from '../../core/ports/counters.ts';
import type { RawStore } from '../../core/ports/raw-store.ts';
import type { Floods } from '../../core/records/floods.ts';
import { startTriage, type TriagePorts } from '../start-triage.ts';
import type { Stage } from './stage.ts';

export interface DetectPorts extends TriagePorts {
  readonly raw: Pick<RawStore, 'put'>;
  readonly counters: Counters;
  readonly stage: Stage;
  readonly floods: Floods;
}

/** The hits of one batch, in the order of its records. */
export interface Hits {
  /** `Batch.id`: the same hits come again under the same. */
  readonly batch: string;
  readonly origin: Origin;
  readonly hits: readonly Hit[];
}

/** What came of them. Hits below a threshold, and of rules on trial, came to nothing that stands here. */
export interface Detected {
  readonly findings: readonly {
    readonly rule: string;
    readonly id: string;
    readonly execution: string;
    /** How many hits of this batch it stands for. */
    readonly hits: number;
  }[];
  /** Hits that no finding could be made of: for the dead letters. */
  readonly refused: readonly { readonly hit: Hit; readonly reason: string }[];
}

/**
 * A finding is told again after so long at the soonest: a flood of hits is one triage in this time. The lake has them
 * all.
 */
const slotMs = 5 * 60_000;

/** Findings that are worked on at the same time. */
const atOnce = 8;

/** What becomes one triage. */
interface Bundle {
  readonly delivery: string;
  readonly hits: readonly [Hit, ...Hit[]];
  readonly make: (hits: readonly [Hit, ...Hit[]], provenance: Provenance) => Finding | string;
}

/**
 * From the hits of a batch to findings on the same road as GuardDuty's: thresholds are counted, rules on trial noted,
 * and what remains is one triage a finding and five minutes, and no more of a rule in an hour than it may make. Safe to
 * repeat: counters, notes and names come from the records and the batch.
 */
export function createDetect(ports: DetectPorts): (arrived: Hits) => Promise<Detected> {
  const { counters, stage, clock } = ports;
  return async ({ batch, origin, hits }) => {
    const now = clock.now();
    const reached = await keepReached(
      counters,
      hits.map((hit) => notAfter(hit, now)),
    );
    const due = await stage.keepActive(batch, reached);
    const bundles = await bundle(ports, origin, due);
    const results: Result[] = [];
    for (let from = 0; from < bundles.length; from += atOnce) {
      const some = bundles.slice(from, from + atOnce).map((one) => report(ports, origin, one));
      // So many at once, not all: a batch may have hundreds.
      // oxlint-disable-next-line no-await-in-loop
      results.push(...(await Promise.all(some)));
    }
    return {
      findings: results.flatMap((result) => ('id' in result ? [result] : [])),
      refused: results.flatMap((result) => ('reason' in result ? [result] : [])),
    };
  };
}

/** Each rule's hits by what is told of them at one time; what is beyond the rule's limit is told of together. */
async function bundle(
  { digest, floods }: DetectPorts,
  origin: Origin,
  hits: readonly Hit[],
): Promise<readonly Bundle[]> {
  const bundles = await Promise.all(
    [...Map.groupBy(hits, ({ rule }) => rule.id)].map(async ([rule, own]): Promise<readonly Bundle[]> => {
      const byDelivery = Map.groupBy(own, (hit) => `${findingIdOf(hit, digest)}/${slotOf(hit)}`);
      const { admitted, flood } = await floods.admit(rule, origin, [...byDelivery.keys()]);
      const single = [...byDelivery].flatMap(([delivery, [first, ...others]]): readonly Bundle[] =>
        first === undefined || !admitted.has(delivery)
          ? []
          : [{ delivery, hits: [first, ...others], make: (some, from) => makeFinding(some, from, digest) }],
      );
      const [first, ...others] = [...byDelivery].flatMap(([delivery, some]) =>
        admitted.has(delivery) ? [] : some,
      );
      if (first === undefined) return single;
      const delivery = `${floodIdOf(rule, flood.since)}/${origin.via}/${origin.account ?? ''}/${flood.since}`;
      return [
        ...single,
        { delivery, hits: [first, ...others], make: (some, from) => makeFlood(some, flood, from) },
      ];
    }),
  );
  return bundles.flat();
}

const slotOf = ({ record }: Hit): number => Math.floor(Date.parse(record.time) / slotMs);

/** Without the hits that their rule's threshold does not count as enough yet. */
async function keepReached(counters: Counters, hits: readonly Hit[]): Promise<readonly Hit[]> {
  const tallied = hits.map((hit) => ({
    hit,
    tally: hit.rule.threshold === undefined ? undefined : tallyOf(hit, hit.rule.threshold),
  }));
  const tallies = tallied.flatMap(({ tally }) => tally ?? []);
  if (tallies.length === 0) return tallied.flatMap(({ hit, tally }) => (tally === undefined ? [hit] : []));
  const counts = await counters.add(tallies);
  const enough = new Set<Tally>(tallies.filter(({ limit }, index) => (counts[index] ?? 0) >= limit));
  return tallied.flatMap(({ hit, tally }) =>
    tally === undefined || (tally !== null && enough.has(tally)) ? [hit] : [],
  );
}

type Result = Detected['findings'][number] | Detected['refused'][number];

async function report(ports: DetectPorts, origin: Origin, { delivery, hits, make }: Bundle): Promise<Result> {
  const { raw, clock } = ports;
  const [first] = hits;
  const bytes = new TextEncoder().encode(JSON.stringify(first.record.record));
  const finding = make(hits, { origin, raw: await raw.put(bytes), now: clock.now() });
  if (typeof finding === 'string') return { hit: first, reason: `${first.rule.id}: ${finding}` };
  const started = await startTriage(ports, { delivery, index: 0 }, finding);
  return { rule: first.rule.id, hits: hits.length, ...started };
}
