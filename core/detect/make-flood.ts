import type { Finding } from '../finding.ts';
import { finish } from '../normalise/finish.ts';
import { severityOfLabel } from '../normalise/severity.ts';
import type { Hit } from './hit.ts';
import type { Provenance } from './make-finding.ts';
import { tactics } from './tactics.ts';

/** How much of a flood there is. */
export interface Flood {
  /** When the hour began, ISO 8601. */
  readonly since: string;
  /** How often findings of a rule are triaged in it. */
  readonly most: number;
}

/** The finding is one for a rule and a day (UTC), and comes again with each hour of it. */
export const floodIdOf = (rule: string, since: string): string =>
  `detection-flood/${rule}/${since.slice(0, 10)}`;

/**
 * One finding instead of all that a rule would make beyond its limit: whoever writes logs can make up as many as they
 * like. It is HIGH whatever the rule is, for what is true among them is not triaged by itself any more, and a person has to
 * look. It names no resource, so that no playbook answers it.
 * @param hits that are beyond, at least one. @returns a reason (one line) where it cannot be made.
 */
export function makeFlood(
  hits: readonly [Hit, ...Hit[]],
  { since, most }: Flood,
  { origin, raw, now }: Provenance,
): Finding | string {
  const [{ rule, record }] = hits;
  const at = new Date(now).toISOString();
  const beyond = `at least ${hits.length} ${hits.length === 1 ? 'hit' : 'hits'} beyond ${most} findings since ${since}`;
  // Whoever writes what names no account must not keep this one from being made.
  const named = hits.find((hit) => /^\d{12}$/.test(hit.record.account ?? ''));
  return finish(
    {
      id: floodIdOf(rule.id, since),
      aliases: [],
      source: 'detection',
      product: 'tourniquet',
      type: `DetectionFlood:${rule.about}/${rule.id}`,
      title: `Rule ${rule.id} is flooding: ${beyond}; see: tourniquet query detections-by-day`,
      description: [
        `${rule.name}: ${beyond} of the rule ${rule.id}. They are not triaged one by one, so what is true among them shows here alone. Every record is in the lake with the rule's id:`,
        floodQuery(rule.id, since),
        'If it is somebody who makes them up, take their right to write logs; if it is the rule, allow what is wanted in its rule.json; if it is true, raise detections.findingsPerHour.',
      ].join('\n'),
      severity: severityOfLabel('HIGH') ?? { label: 'HIGH', score: 0 },
      account: origin.account ?? named?.record.account ?? undefined,
      region: record.region ?? undefined,
      partition: undefined,
      createdAt: at,
      updatedAt: at,
      count: hits.length,
      sample: false,
      archived: false,
      resources: [],
      actor: undefined,
      remotes: [],
      hashes: [],
      tactics: rule.attack.tactics.map((id) => tactics[id]),
      techniques: rule.attack.techniques,
      provider: {},
    },
    { origin: { ...origin, trusted: false }, raw, now },
  );
}

/** Who and where from, most hits first, in DuckDB and in Athena alike. */
const floodQuery = (rule: string, since: string): string =>
  `tourniquet query "SELECT account, principal, src_ip, count(*) AS hits FROM events WHERE contains(rule_ids, '${rule}') AND year || '-' || month || '-' || day >= '${since.slice(0, 10)}' AND processed_at >= '${since}' GROUP BY account, principal, src_ip ORDER BY hits DESC LIMIT 50"`;
