import type { Finding } from '../../../core/finding.ts';
import type { Json } from '../../../core/json.ts';
import { normalise, type NormaliseContext, type Normalised } from '../../../core/normalise/normalise.ts';

export const context: NormaliseContext = {
  origin: { via: 'file', account: null, trusted: true },
  raw: 'raw/1',
  now: Date.parse('2026-11-20T12:00:00Z'),
  allowBare: true,
};

/** For events that hold exactly one finding, and a good one. */
export function normaliseOne(event: Json): Finding {
  const result = normalise(event, context);
  const [finding] = result.kind === 'findings' ? result.findings : [];
  if (finding === undefined) throw new Error(`no finding: ${JSON.stringify(result)}`);
  return finding;
}

/** The one line that says why there is none. */
export function reasonOf(result: Normalised): string {
  return result.kind === 'findings'
    ? `accepted ${result.findings.length}`
    : `${result.kind}: ${result.reason}`;
}
