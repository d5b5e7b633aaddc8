import * as z from 'zod';
import { type Route, route } from '../route.ts';

export const healthRoutes = (): readonly Route[] => [
  route(
    {
      method: 'get',
      path: '/health',
      role: 'anyone',
      summary: 'Whether it answers at all',
      answer: z.object({ status: z.literal('ok') }),
    },
    () => ({ status: 'ok' as const }),
  ),
];
