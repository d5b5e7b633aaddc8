import * as z from 'zod';
import { ExampleEntry, PlaybookDetail, PlaybookSummary } from '../../../core/api/playbooks.ts';
import { playbookJsonSchema } from '../../../core/playbook/json-schema.ts';
import { catalog } from '../../actions/catalog.ts';
import { PlaybookPath } from '../playbooks/playbook-path.ts';
import { readShelf } from '../playbooks/read-shelf.ts';
import type { PlaybookPorts } from '../playbooks/shelf.ts';
import { type Route, route } from '../route.ts';
import { playbookEditingRoutes } from './playbook-editing.ts';

/** Playbooks as they are in use, and what they are written with. */
export function playbookRoutes({ playbooks: shelf }: PlaybookPorts): readonly Route[] {
  const reader = readShelf(shelf);
  return [
    route(
      {
        method: 'get',
        path: '/api/playbooks',
        role: 'viewer',
        summary: 'All playbooks, by priority',
        answer: z.object({ items: z.array(PlaybookSummary) }),
      },
      () => ({ items: reader.summaries() }),
    ),
    route(
      {
        method: 'get',
        path: '/api/playbooks/schema.json',
        role: 'viewer',
        summary: 'The JSON Schema of playbooks, for editors',
        answer: 'application/schema+json',
      },
      ({ context }) =>
        context.body(JSON.stringify(playbookJsonSchema(catalog)), 200, {
          'content-type': 'application/schema+json',
        }),
    ),
    route(
      {
        method: 'get',
        path: '/api/playbooks/{id}',
        role: 'viewer',
        summary: 'A playbook, its text and what it compiles to',
        params: PlaybookPath,
        answer: PlaybookDetail,
        problems: [404],
      },
      async ({ params }) => await reader.detail(params.id),
    ),
    route(
      {
        method: 'get',
        path: '/api/examples',
        role: 'viewer',
        summary: 'Findings that ship with the program, to be sent as if AWS had',
        answer: z.object({ items: z.array(ExampleEntry) }),
      },
      async () => ({ items: await shelf.examples() }),
    ),
    ...playbookEditingRoutes(shelf, reader),
  ];
}
