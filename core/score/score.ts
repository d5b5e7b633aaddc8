import type { Enrichment } from '../enrichment.ts';
import type { Finding } from '../finding.ts';
import type { Risk, RiskLevel } from '../risk.ts';
import type { ScoreConfig } from './score-config.ts';

export { ScoreConfig } from './score-config.ts';

interface Factor {
  readonly points: number;
  readonly reason: string;
}

type Rule = (finding: Finding, enrichment: Enrichment, config: ScoreConfig) => Factor | undefined;

/**
 * How urgent a finding is, 0–100, as the sum of named factors. Only factors that count are
 * listed; each says why. With the default weights a HIGH finding (8 of 10) reaches 70 by itself, a MEDIUM
 * one (5) needs others, and a LOW one needs several strong ones.
 */
export function score(finding: Finding, enrichment: Enrichment, config: ScoreConfig): Risk {
  const factors = Object.entries(rules).flatMap(([name, rule]) => {
    const factor = rule(finding, enrichment, config);
    if (factor === undefined) return [];
    const points = round(factor.points);
    return points === 0 && !alwaysTold.has(name) ? [] : [{ name, points, reason: factor.reason }];
  });
  const sum = round(factors.reduce((total, { points }) => total + points, 0));
  const total = Math.min(100, Math.max(0, sum));
  return { score: total, level: levelOf(total, config), factors, weights: config.version };
}

const alwaysTold: ReadonlySet<string> = new Set(['severity', 'account']);

/** To tenths of a point, so that sums print as they are. */
const round = (points: number) => Math.round(points * 10) / 10;

function levelOf(total: number, { levels }: ScoreConfig): RiskLevel {
  if (total >= levels.high) return 'HIGH';
  return total >= levels.medium ? 'MEDIUM' : 'LOW';
}

const rules: Readonly<Record<string, Rule>> = {
  severity: ({ severity, product }, _enrichment, { severityWeight }) => ({
    points: severity.score * severityWeight,
    reason: `${product} rates it ${severity.label} (${severity.score} of 100)`,
  }),

  compromise: ({ type }, _enrichment, { compromise }) => {
    const sign = compromise.types.find((prefix) => type.startsWith(prefix));
    return sign === undefined
      ? undefined
      : {
          points: compromise.points,
          reason: `${sign} findings mean that something is under another's control`,
        };
  },

  'attack-sequence': ({ type }, _enrichment, { attackSequence }) =>
    type.startsWith('AttackSequence:')
      ? { points: attackSequence, reason: 'several signals were correlated into one attack' }
      : undefined,

  'threat-intelligence': (_finding, { remotes, files = [] }, { threatIntelligence }) => {
    const known = [
      ...remotes.map(({ ip, domain, threats }) => ({ subject: ip ?? domain ?? 'a remote', threats })),
      ...files.map(({ hash, threats }) => ({ subject: `the file ${hash}`, threats })),
    ];
    const hits = known.flatMap(({ subject, threats }) => threats.map((threat) => ({ ...threat, subject })));
    const best = hits.toSorted((a, b) => b.confidence - a.confidence)[0];
    return best === undefined
      ? undefined
      : {
          points: (threatIntelligence * best.confidence) / 100,
          reason: `${best.subject} is on the list ${best.list} (confidence ${best.confidence})`,
        };
  },

  criticality: (_finding, { criticality }, config) => ({
    points: config.criticality[criticality],
    reason: `the resource's criticality is ${criticality}`,
  }),

  exposure: (_finding, { exposed }, config) =>
    exposed === true
      ? { points: config.exposure, reason: 'the resource can be reached from the internet' }
      : undefined,

  'privileged-principal': (_finding, { principal }, { privilegedPrincipal }) =>
    principal?.privileged === true
      ? {
          points: privilegedPrincipal,
          reason: `${principal.kind} ${principal.name} has administrative rights`,
        }
      : undefined,

  'root-user': ({ actor }, _enrichment, { rootUser }) =>
    actor?.kind === 'root' ? { points: rootUser, reason: "the account's root user acted" } : undefined,

  repetition: ({ count }, _enrichment, { repetition }) =>
    count > 1
      ? {
          points: repetition * Math.min(1, Math.log10(count) / 2),
          reason: `the provider has seen it ${count} times`,
        }
      : undefined,

  // No points: that somebody may have made it up is for people to judge, who read this in the alert.
  account: (_finding, { outside }) => (outside === undefined ? undefined : { points: 0, reason: outside }),

  product: ({ product }, _enrichment, { products }) => {
    const points = Object.hasOwn(products, product) ? products[product] : undefined;
    return points === undefined
      ? undefined
      : { points, reason: `the configuration rates what ${product} reports` };
  },
};
