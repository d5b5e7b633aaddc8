import { type IncidentFilter, IncidentState } from './api/incidents.ts';
import { InvalidInput } from './errors.ts';
import { SeverityLabel } from './finding.ts';
import type { Incident } from './incident.ts';
import { suggest } from './problem/nearest-name.ts';
import { RiskLevel } from './risk.ts';

type Test = (incident: Incident) => boolean;

/**
 * What a filter lets through: all that is asked for must hold. Undefined: everything.
 * @throws InvalidInput that names the value that does not exist.
 */
export function compileFilter({ status, severity, level, account, q }: IncidentFilter): Test | undefined {
  const tests = [
    oneOf('status', status, IncidentState.options, (incident) => incident.status.state),
    oneOf('severity', severity, SeverityLabel.options, (incident) => incident.severity.label),
    oneOf('level', level, RiskLevel.options, (incident) => incident.risk.level),
    account === undefined ? null : (incident: Incident) => incident.account === account,
    search(q),
  ].filter((test) => test !== null);
  return tests.length === 0 ? undefined : (incident) => tests.every((test) => test(incident));
}

function oneOf<V extends string>(
  field: string,
  asked: string | undefined,
  known: readonly V[],
  valueOf: (incident: Incident) => V,
): Test | null {
  const values = asked?.split(',').flatMap((value) => value.trim() || []) ?? [];
  const strange = values.find((value) => !known.some((one) => one === value));
  if (strange !== undefined)
    throw new InvalidInput(`${field} is ${strange}; ${suggest(strange, known, known.join(', '))}`);
  return values.length === 0 ? null : (incident) => values.includes(valueOf(incident));
}

function search(q: string | undefined): Test | null {
  const wanted = q?.trim().toLowerCase() ?? '';
  if (wanted === '') return null;
  return ({ id, title, type, resource }) =>
    [id, title, type, resource.id].some((text) => text.toLowerCase().includes(wanted));
}
