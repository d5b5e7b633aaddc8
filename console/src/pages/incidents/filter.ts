import type { IncidentFilter } from '../../../../core/api/incidents.ts';

/** What can stand in the address of the list. */
const filterNames = ['q', 'status', 'severity', 'level', 'account'] as const;

/** The filter that an address asks for. */
export const readFilter = (search: URLSearchParams): IncidentFilter =>
  Object.fromEntries(filterNames.flatMap((name) => (search.get(name) ? [[name, search.get(name)]] : [])));

/** Whether anything is left out by it. */
export const isNarrowed = (filter: IncidentFilter): boolean => Object.keys(filter).length > 0;

/** The address without any filter. */
export function clearFilter(search: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const name of filterNames) next.delete(name);
  return next;
}
