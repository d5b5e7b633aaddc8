import type { Context } from 'hono';
import { IncidentFilter, IncidentReport } from '../../../core/api/incidents.ts';
import { compileFilter } from '../../../core/incident-filter.ts';
import type { Clock } from '../../../core/ports/clock.ts';
import { streamIncidents } from '../incident-csv.ts';
import { renderReport } from '../report/render-report.ts';
import { type Route, route } from '../route.ts';
import { type IncidentDetailPorts, readIncidentDetail } from '../views/read-incident-detail.ts';
import { IncidentParams } from './incidents.ts';
import type { SessionPorts } from './session.ts';

export interface ExportPorts extends IncidentDetailPorts {
  readonly clock: Clock;
  readonly place: SessionPorts['place'];
}

/** What leaves this place: the list for a spreadsheet, an incident for whoever keeps it or looks into it. */
export const exportRoutes = (ports: ExportPorts): readonly Route[] => {
  const { stores, clock, place } = ports;
  const makeReport = async (id: string, by: string): Promise<IncidentReport> => ({
    generatedAt: new Date(clock.now()).toISOString(),
    generatedBy: by,
    version: place.version,
    incident: await readIncidentDetail(ports, id, 'whole'),
  });
  const one = { method: 'get', role: 'viewer', params: IncidentParams, problems: [404] } as const;
  return [
    route(
      {
        method: 'get',
        path: '/api/incidents.csv',
        role: 'viewer',
        summary: 'All incidents that match, for a spreadsheet',
        query: IncidentFilter,
        answer: 'text/csv',
      },
      ({ query, context }) => {
        const matches = compileFilter(query);
        saveAs(context, 'incidents.csv');
        return context.body(streamIncidents(stores.incidents.newest, matches), 200, {
          'content-type': 'text/csv; charset=utf-8; header=present',
        });
      },
    ),
    route(
      {
        ...one,
        path: '/api/incidents/{id}/report.md',
        summary: 'A report for people, with the whole timeline',
        answer: 'text/markdown',
      },
      async ({ params, person, context }) => {
        const report = await makeReport(params.id, person.name);
        saveAs(context, `${report.incident.id}.md`);
        return context.body(renderReport(report), 200, { 'content-type': 'text/markdown; charset=utf-8' });
      },
    ),
    route(
      {
        ...one,
        path: '/api/incidents/{id}/report.json',
        summary: 'The same for programs',
        answer: IncidentReport,
      },
      async ({ params, person, context }) => {
        const report = await makeReport(params.id, person.name);
        saveAs(context, `${report.incident.id}.json`);
        return report;
      },
    ),
  ];
};

const saveAs = (context: Context, name: string): void =>
  context.header('content-disposition', `attachment; filename="${name}"`);
