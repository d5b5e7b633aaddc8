import * as z from 'zod';
import {
  IncidentDetail,
  IncidentQuery,
  IncidentSummary,
  RespondResult,
  UndoRequest,
  UndoResult,
} from '../../../core/api/incidents.ts';
import { pageOf } from '../../../core/api/paging.ts';
import { compileFilter } from '../../../core/incident-filter.ts';
import type { ReleaseIncident } from '../../release-incident/index.ts';
import { readCursor, toPage } from '../cursor.ts';
import { type Route, route } from '../route.ts';
import { type IncidentDetailPorts, readIncidentDetail } from '../views/read-incident-detail.ts';
import { viewIncident } from '../views/view-incident.ts';
import { viewRehearsal, viewRelease } from '../views/view-release.ts';

export interface IncidentPorts extends IncidentDetailPorts {
  readonly release: ReleaseIncident['release'];
  readonly rehearseRelease: ReleaseIncident['rehearse'];
  /** See `createRespond`. */
  readonly respond: (incident: string, by: string) => Promise<readonly string[]>;
}

/** Which incident. */
export const IncidentParams = z.object({ id: z.string().min(1).max(64) });

/** Incidents, and what a responder does about one. */
export const incidentRoutes = (ports: IncidentPorts): readonly Route[] => [
  ...readingRoutes(ports),
  ...undoRoutes(ports),
  route(
    {
      method: 'post',
      path: '/api/incidents/{id}/respond',
      role: 'responder',
      summary: 'Answer an incident once more',
      description: 'After a guardrail or a playbook was changed, a shadow run, or a no.',
      params: IncidentParams,
      answer: RespondResult,
      status: 202,
      problems: [404],
    },
    async ({ params, person }) => ({ playbooks: await ports.respond(params.id, person.name) }),
  ),
];

const readingRoutes = (ports: IncidentPorts): readonly Route[] => [
  route(
    {
      method: 'get',
      path: '/api/incidents',
      role: 'viewer',
      summary: 'Incidents, newest activity first',
      description: 'A filter looks through some 1,000 records a request, and then gives what it has found.',
      query: IncidentQuery,
      answer: pageOf(IncidentSummary),
    },
    async ({ query: { limit, cursor, ...filter } }) => {
      const matches = compileFilter(filter);
      const slice = await ports.stores.incidents.newest({
        limit,
        beyond: readCursor(cursor),
        ...(matches && { matches }),
      });
      return toPage(slice, viewIncident);
    },
  ),
  route(
    {
      method: 'get',
      path: '/api/incidents/{id}',
      role: 'viewer',
      summary: 'Everything that there is to know about one incident',
      params: IncidentParams,
      answer: IncidentDetail,
      problems: [404],
    },
    async ({ params }) => await readIncidentDetail(ports, params.id),
  ),
];

const undoRoutes = ({ release, rehearseRelease }: IncidentPorts): readonly Route[] => [
  route(
    {
      method: 'get',
      path: '/api/incidents/{id}/undo',
      role: 'viewer',
      summary: 'What undoing would do; nothing is changed',
      params: IncidentParams,
      query: UndoRequest,
      answer: UndoResult,
      problems: [404],
    },
    async ({ params, query }) => viewRehearsal(await rehearseRelease(params.id, query.action)),
  ),
  route(
    {
      method: 'post',
      path: '/api/incidents/{id}/undo',
      role: 'responder',
      summary: 'Undo what an incident alone holds, newest first',
      description: 'What another incident holds as well, and what a person changed since, is left alone.',
      params: IncidentParams,
      body: UndoRequest,
      answer: UndoResult,
      problems: [404],
    },
    async ({ params, body, person }) => viewRelease(await release(params.id, person.name, body.action)),
  ),
];
