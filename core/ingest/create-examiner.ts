import { createMatcher } from '../detect/create-matcher.ts';
import type { Clock } from '../ports/clock.ts';
import type { Examined, Examiner, ExaminerParts } from './examiner.ts';
import { defaultFields } from './flow-log.ts';
import { identityOf } from './identity-of.ts';
import type { Classified } from './kinds/kind.ts';
import { readRecord } from './read-record.ts';
import { rememberCountries } from './remember-countries.ts';
import { scoreRecord } from './score-record.ts';
import { summariseThreats } from './summarise-threats.ts';

const defaultMaxBytes = 524_288;

/**
 * Composes all that happens to a log record between its bytes and the lake.
 * @throws InvalidInput where a rule's pattern does not compile
 */
export function createExaminer(parts: ExaminerParts): Examiner {
  const { digest, maxBytes = defaultMaxBytes } = parts;
  const describe = createDescriber(parts);
  const now = createNow(parts.clock);
  return {
    open() {
      let fields = defaultFields;
      return (bytes) => {
        const at = now();
        const read = readRecord(bytes, { fields, now: at.text, digest, maxBytes });
        if (read.kind === 'malformed') return read;
        if (read.kind === 'record') return describe(read.classified, read.text, at);
        fields = read.fields;
        return header;
      };
    },
  };
}

const header: Examined = { kind: 'header' };

interface Instant {
  /** Epoch milliseconds. */
  readonly ms: number;
  /** ISO 8601. */
  readonly text: string;
}

/** The time, and as text, made once for all records of a millisecond. */
function createNow(clock: Clock): () => Instant {
  let last: Instant = { ms: Number.NaN, text: '' };
  return () => {
    const ms = clock.now();
    if (ms !== last.ms) last = { ms, text: new Date(ms).toISOString() };
    return last;
  };
}

function createDescriber({ rules, threats, geo, score }: ExaminerParts) {
  const match = createMatcher(rules);
  const countries = rememberCountries(geo);
  return (classified: Classified, raw: string, now: Instant): Examined => {
    const { record, traits } = classified;
    const threat = summariseThreats(threats, classified, now.ms);
    const matched = match({ event: record, record: record.record, threat });
    const row = {
      event_id: record.id,
      processed_at: now.text,
      event_time: record.time,
      event_type: record.type,
      source: record.source,
      account: record.account,
      region: record.region,
      principal: record.principal,
      action: record.action,
      src_ip: record.srcIp,
      geo_info: { country: record.srcIp === null ? null : countries.country(record.srcIp) },
      threat_intel: { is_known_threat: threat.known, confidence: threat.confidence, feeds: threat.feeds },
      risk_score: scoreRecord({ rules: matched, threat, traits }, score),
      rule_ids: matched.map(({ id }) => id),
      raw,
    };
    const identity = identityOf(record, raw);
    return {
      kind: 'record',
      record,
      row,
      identity,
      hits: matched.map((rule) => ({ rule, record, identity })),
    };
  };
}
