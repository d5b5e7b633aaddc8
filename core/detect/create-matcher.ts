import { InvalidInput } from '../errors.ts';
import { logKinds, type LogKind, type LogRecord } from '../ingest/log-record.ts';
import type { Json, JsonObject } from '../json.ts';
import { compilePattern, type Way } from '../pattern/compile-pattern.ts';
import { indexWays, type VisitCandidates } from './index-ways.ts';
import { readPolicy } from './read-policy.ts';
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

interface CompiledRule {
  readonly rule: Rule;
  readonly match: readonly Way[];
  readonly allow: readonly Way[];
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
    // Rules see it as the JSON that it is.
    const event = subject as unknown as JsonObject;
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

function compileRule(rule: Rule): CompiledRule {
  const compile = (pattern: Json): readonly Way[] => {
    const compiled = compilePattern(pattern);
    if (compiled.ok) return compiled.ways.map(readingPolicies);
    const [first] = compiled.errors;
    throw new InvalidInput(`rule ${rule.id}: ${first?.pointer}: ${first?.message}, got ${first?.value}`);
  };
  return { rule, match: compile(rule.match), allow: rule.allow.flatMap(({ match }) => compile(match)) };
}

/** The policy is read where such a way is tried, not for each record: few calls write one. */
function readingPolicies(way: Way): Way {
  const others = way.conditions.filter(({ path }) => path[0] !== 'policy');
  if (others.length === way.conditions.length) return way;
  return {
    conditions: others,
    matches: (seen) => {
      const { event, record, threat } = seen as unknown as Subject;
      const policy = readPolicy(record, event.account);
      return way.matches({ event, record, threat, policy } as unknown as JsonObject);
    },
  };
}

function indexRules(compiled: readonly CompiledRule[], kind: LogKind): VisitCandidates {
  const entries = compiled.flatMap(({ rule, match }, owner) =>
    rule.kinds.includes(kind) ? match.map((way) => ({ owner, way })) : [],
  );
  return indexWays(entries);
}
