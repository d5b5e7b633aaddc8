import { stringify } from 'csv-stringify/sync';
import type { Incident } from '../../core/incident.ts';
import type { ReadSlice, SliceQuery } from '../../core/records/listing.ts';
import { viewIncident } from './views/view-incident.ts';

const atOnce = 200;

function rowOf(incident: Incident) {
  const { resource, severity, risk, ...rest } = viewIncident(incident);
  return {
    ...rest,
    resourceKind: resource.kind,
    resource: resource.id,
    severity: severity.label,
    severityScore: severity.score,
    risk: risk.score,
    level: risk.level,
  };
}

const columns: readonly (keyof ReturnType<typeof rowOf>)[] = [
  'id',
  'title',
  'type',
  'account',
  'region',
  'resourceKind',
  'resource',
  'status',
  'reason',
  'severity',
  'severityScore',
  'risk',
  'level',
  'firstSeen',
  'lastSeen',
  'revision',
  'findings',
  'sample',
  'trusted',
  'archived',
];

/**
 * All incidents that match as CSV, read while it is sent. Text that a spreadsheet would take for a formula is escaped.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
export function streamIncidents(
  newest: ReadSlice<Incident>,
  matches: SliceQuery<Incident>['matches'],
): ReadableStream<Uint8Array> {
  let beyond: string | undefined;
  let header = true;
  return new ReadableStream({
    async pull(controller) {
      const { items, next } = await newest({ limit: atOnce, beyond, ...(matches && { matches }) });
      const text = stringify(items.map(rowOf), {
        header,
        columns: [...columns],
        escape_formulas: true,
        record_delimiter: 'windows',
        cast: { boolean: String },
      });
      header = false;
      beyond = next ?? undefined;
      controller.enqueue(new TextEncoder().encode(text));
      if (next === null) controller.close();
    },
  });
}
