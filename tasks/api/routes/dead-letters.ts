import * as z from 'zod';
import {
  DeadLetterDetail,
  DeadLetterQuery,
  DeadLetterView,
  DropRequest,
  type Original,
} from '../../../core/api/dead-letters.ts';
import { pageOf } from '../../../core/api/paging.ts';
import type { Clock } from '../../../core/ports/clock.ts';
import type { DeadLetter } from '../../../core/records/dead-letters.ts';
import type { Stores } from '../../../core/records/stores.ts';
import { createDropLetter } from '../../redrive-letter/drop-letter.ts';
import { readCursor, toPage } from '../cursor.ts';
import { type Route, route } from '../route.ts';

export interface DeadLetterPorts {
  readonly stores: Stores;
  readonly clock: Clock;
  /** See `createRedriveLetter`. */
  readonly redriveLetter: (id: string, by: string) => Promise<DeadLetter>;
  /** See `showOriginal`. */
  readonly showOriginal: (letter: DeadLetter) => Promise<Original | null>;
}

const LetterParams = z.object({ id: z.string().min(1).max(64) });

/** What could not be handled, and what a responder does about it. */
export const deadLetterRoutes = (ports: DeadLetterPorts): readonly Route[] => [
  ...readingRoutes(ports),
  route(
    {
      method: 'post',
      path: '/api/dead-letters/{id}/redrive',
      role: 'responder',
      summary: 'Try a dead letter again, as it came',
      description: 'It is trusted no more than it was. What fails again stays, with one try more.',
      params: LetterParams,
      answer: DeadLetterView,
      problems: [404, 409, 503],
    },
    async ({ params, person }) => await ports.redriveLetter(params.id, person.name),
  ),
  route(
    {
      method: 'post',
      path: '/api/dead-letters/{id}/drop',
      role: 'responder',
      summary: 'Let a dead letter wait no longer; who, when and why stays',
      params: LetterParams,
      body: DropRequest,
      answer: DeadLetterView,
      problems: [404, 409],
    },
    async ({ params, body, person }) => await createDropLetter(ports)(params.id, person.name, body.reason),
  ),
];

const readingRoutes = ({ stores: { deadLetters }, showOriginal }: DeadLetterPorts): readonly Route[] => [
  route(
    {
      method: 'get',
      path: '/api/dead-letters',
      role: 'viewer',
      summary: 'What could not be handled, newest first',
      query: DeadLetterQuery,
      answer: pageOf(DeadLetterView),
    },
    async ({ query: { limit, cursor, state } }) => {
      const read = state === 'ended' ? deadLetters.newestEnded : deadLetters.newest;
      return toPage(await read({ limit, beyond: readCursor(cursor) }), (letter) => letter);
    },
  ),
  route(
    {
      method: 'get',
      path: '/api/dead-letters/{id}',
      role: 'viewer',
      summary: 'A dead letter, and the beginning of what came',
      params: LetterParams,
      answer: DeadLetterDetail,
      problems: [404, 503],
    },
    async ({ params }) => {
      const letter = await deadLetters.require(params.id);
      return { ...letter, original: await showOriginal(letter) };
    },
  ),
];
