import { secondsOf } from '../duration.ts';
import type { Finding, Origin } from '../finding.ts';
import { findHashes } from '../intel/find-hashes.ts';
import type { LogRecord } from '../ingest/log-record.ts';
import { toOneLine } from '../one-line.ts';
import { parseArn } from '../normalise/arn.ts';
import { finish } from '../normalise/finish.ts';
import { severityOfLabel } from '../normalise/severity.ts';
import { cutText } from '../normalise/wire.ts';
import type { Digest } from '../ports/digest.ts';
import type { Hit } from './hit.ts';
import { readFields } from './read-field.ts';
import type { Rule } from './rule.ts';
import { subjectOf } from './subjects/subject-of.ts';
import { tactics } from './tactics.ts';

/**
 * The finding that a hit belongs to: hits of a rule that agree in what it deduplicates by are one, on one day (UTC). So
 * it comes again under the same id, whoever takes the record in, and however often.
 */
export function findingIdOf({ rule, record }: Hit, digest: Digest): string {
  const same = [record.account, record.time.slice(0, 10), readFields(record, rule.dedupe)];
  return `detection/${rule.id}/${digest(JSON.stringify(same)).slice(0, 32)}`;
}

/** Where hits came from. Who may write logs may not say that AWS found something: nothing here is trusted. */
export interface Provenance {
  readonly origin: Origin;
  /** Reference of the first record in the raw store. */
  readonly raw: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** @param hits of one finding, at least one, as they came. @returns a reason (one line) where it cannot be made. */
export function makeFinding(
  [first, ...others]: readonly [Hit, ...Hit[]],
  provenance: Provenance,
  digest: Digest,
): Finding | string {
  const { rule, record } = first;
  const { resources, actor, remotes } = subjectOf(record);
  const last = others.at(-1)?.record ?? record;
  const { origin, raw, now } = provenance;
  return finish(
    {
      id: findingIdOf(first, digest),
      aliases: [],
      source: 'detection',
      product: 'tourniquet',
      type: typeOf(rule),
      title: rule.name,
      description: cutText(`${toOneLine(describeHit(first))}\n\n${rule.description}`),
      severity: severityOfLabel(rule.severity) ?? { label: rule.severity, score: 0 },
      account: record.account ?? origin.account ?? undefined,
      region: record.region ?? undefined,
      partition: parseArn(record.principal ?? undefined)?.partition,
      createdAt: record.time,
      updatedAt: last.time,
      count: others.length + 1,
      sample: false,
      archived: false,
      resources,
      actor,
      remotes,
      hashes: findHashes(record.record),
      tactics: rule.attack.tactics.map((id) => tactics[id]),
      techniques: rule.attack.techniques,
      provider: {},
    },
    { origin: { ...origin, trusted: false }, raw, now },
  );
}

/** In the notation of GuardDuty's types, so that triggers and keys read both alike. */
const typeOf = ({ about, id }: Rule): string => `Detection:${about}/${id}`;

/** What happened, who did it, from where and when; and how often, where that is what counts. */
function describeHit({ rule, record }: Hit): string {
  const often =
    rule.threshold === undefined
      ? ''
      : ` (the ${ordinalOf(rule.threshold.count)}${rule.threshold.distinct === undefined ? '' : ' different one'} within ${spanOf(rule.threshold.within)})`;
  return `${eventOf(record)}${often}, ${record.time}.`;
}

function eventOf({ action, type, principal, srcIp, region, record }: LogRecord): string {
  const parts: readonly (readonly [string, string | null])[] = [
    ['by', principal],
    ['from', srcIp],
    ['in', region],
    ['answered with', typeof record['errorCode'] === 'string' ? record['errorCode'] : null],
  ];
  const told = parts.flatMap(([word, value]) => (value === null ? [] : [`${word} ${value}`]));
  return [action ?? type, ...told].join(' ');
}

const endings = new Map([
  ['one', 'st'],
  ['two', 'nd'],
  ['few', 'rd'],
]);
const english = new Intl.PluralRules('en', { type: 'ordinal' });
const ordinalOf = (count: number): string => `${count}${endings.get(english.select(count)) ?? 'th'}`;

const spanOf = (duration: string): string => {
  const seconds = secondsOf(duration);
  const [size, unit] = seconds % 3600 === 0 ? [3600, 'h'] : seconds % 60 === 0 ? [60, 'min'] : [1, 's'];
  return `${seconds / size} ${unit}`;
};
