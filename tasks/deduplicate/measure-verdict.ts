import { isJsonObject, type Json } from '../../core/json.ts';
import type { Measures } from '../../core/metrics.ts';

/** What a reply of Deduplicate says of how many incidents there are. */
export function measureVerdict(reply: Json): Measures {
  const verdict = isJsonObject(reply) ? reply['verdict'] : null;
  if (verdict === 'opened') return { IncidentsOpened: 1 };
  return verdict === 'worsened' ? { IncidentsWorsened: 1 } : {};
}
