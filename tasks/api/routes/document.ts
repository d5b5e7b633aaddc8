import { type Route, route } from '../route.ts';

export const documentRoutes = (document: () => string): readonly Route[] => [
  route(
    {
      method: 'get',
      path: '/api/openapi.json',
      role: 'anyone',
      summary: 'This document',
      answer: 'application/json',
    },
    ({ context }) => context.body(document(), 200, { 'content-type': 'application/json' }),
  ),
];
