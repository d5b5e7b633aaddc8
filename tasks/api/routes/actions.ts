import * as z from 'zod';
import { ActionEntry } from '../../../core/api/playbooks.ts';
import { catalog } from '../../actions/catalog.ts';
import { type Route, route } from '../route.ts';

export const actionRoutes = (): readonly Route[] => [
  route(
    {
      method: 'get',
      path: '/api/actions',
      role: 'viewer',
      summary: 'The actions that playbooks can take',
      answer: z.object({ items: z.array(ActionEntry) }),
    },
    () => ({
      items: [...catalog.values()].map(({ id, title, impact, undo, parameters, d3fend }) => ({
        id,
        title,
        impact,
        irreversible: undo === 'reversible' ? null : undo.irreversible,
        parameters: z.toJSONSchema(parameters, { io: 'input', unrepresentable: 'any' }),
        d3fend,
      })),
    }),
  ),
];
