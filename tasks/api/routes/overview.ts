import { MessageView, Overview, OverviewQuery } from '../../../core/api/overview.ts';
import { pageOf, PageQuery } from '../../../core/api/paging.ts';
import type { Clock } from '../../../core/ports/clock.ts';
import type { Stores } from '../../../core/records/stores.ts';
import { readCursor, toPage } from '../cursor.ts';
import { type Route, route } from '../route.ts';
import { createOverview } from '../views/read-overview.ts';

export interface OverviewPorts {
  readonly stores: Stores;
  readonly clock: Clock;
}

/** Figures over all, and the lists of what could not be handled and of what people were told. */
export function overviewRoutes(ports: OverviewPorts): readonly Route[] {
  const readOverview = createOverview(ports);
  return [
    route(
      {
        method: 'get',
        path: '/api/overview',
        role: 'viewer',
        summary: 'Figures over the incidents of the last days',
        query: OverviewQuery,
        answer: Overview,
      },
      async ({ query }) => await readOverview(query.days),
    ),
    route(
      {
        method: 'get',
        path: '/api/messages',
        role: 'viewer',
        summary: 'What people were told, newest first',
        description: 'Without the links and codes that questions are answered with.',
        query: PageQuery,
        answer: pageOf(MessageView),
      },
      async ({ query: { limit, cursor } }) =>
        toPage(
          await ports.stores.outbox.newest({ limit, beyond: readCursor(cursor) }),
          ({ invitation: _, ...message }) => message,
        ),
    ),
  ];
}
