import { InvalidInput } from '../errors.ts';
import { logKinds, type LogKind, type LogRecord } from '../ingest/log-record.ts';
import type { Json, JsonObject } from '../json.ts';
import { compilePattern, type CompiledPattern } from '../pattern/compile-pattern.ts';
import { indexWays, type VisitCandidates } from './index-ways.ts';
import { readPolicy, type WrittenPolicy } from './read-policy.ts';
import type { Rule } from './rule.ts';

/** What a rule's patterns look at. */
export interface Subject {
  readonly event: LogRecord;
  readonly record: JsonObject;
  readonly threat: ThreatSummary;
}

/** What feeds say of the addresses and domains in a record. */
export interface ThreatSummary {
  readonly known: boolean;
  /** 0–100; the highest of the feeds. */
  readonly confidence: number;
  readonly feeds: readonly string[];
}

type Compiled = Extract<CompiledPattern, { ok: true }>;

interface CompiledRule {
  readonly rule: Rule;
  readonly match: Compiled;
  readonly allow: readonly Compiled[];
}

/**
 * All rules in one matcher, which gives those whose pattern matches and whose allow-list does not, in their order. What
 * it costs hardly grows with the number of rules.
 * @throws InvalidInput where a pattern does not compile
 */
export function createMatcher(rules: readonly Rule[]): (subject: Subject) => readonly Rule[] {
  const compiled = rules.filter(({ enabled }) => enabled).map(compileRule);
  const byKind = new Map(logKinds.map((kind) => [kind, indexRules(compiled, kind)]));
  return (subject) => {
    const event = asEvent(subject);
    const owners: number[] = [];
    byKind.get(subject.event.kind)?.(event, ({ owner, way }) => {
      if (!owners.includes(owner) && way.matches(event)) owners.push(owner);
    });
    if (owners.length === 0) return none;
    return owners
      .sort((a, b) => a - b)
      .map((owner) => compiled[owner])
      .filter((found) => found !== undefined)
      .filter(({ allow }) => !allow.some(({ matches }) => matches(event)))
      .map(({ rule }) => rule);
  };
}

const none: readonly Rule[] = [];

/** As the JSON that rules see. The policy is read once a rule asks for it: few calls write one. */
function asEvent({ event, record, threat }: Subject): JsonObject {
  let policy: WrittenPolicy | undefined;
  const seen = {
    event,
    record,
    threat,
    get policy() {
      return (policy ??= readPolicy(record, event.account));
    },
  };
  return seen as unknown as JsonObject;
}

function compileRule(rule: Rule): CompiledRule {
  const compile = (pattern: Json): Compiled => {
    const compiled = compilePattern(pattern);
    if (compiled.ok) return compiled;
    const [first] = compiled.errors;
    throw new InvalidInput(`rule ${rule.id}: ${first?.pointer}: ${first?.message}, got ${first?.value}`);
  };
  return { rule, match: compile(rule.match), allow: rule.allow.map(({ match }) => compile(match)) };
}

function indexRules(compiled: readonly CompiledRule[], kind: LogKind): VisitCandidates {
  const entries = compiled.flatMap(({ rule, match }, owner) =>
    rule.kinds.includes(kind) ? match.ways.map((way) => ({ owner, way })) : [],
  );
  return indexWays(entries);
}
