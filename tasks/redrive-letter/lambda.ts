import type { Json } from '../../core/json.ts';
import { createIntake } from '../intake/index.ts';
import { toHandler } from '../lambda/handler.ts';
import { refreshBeside } from '../lambda/feeds.ts';
import { openLogs } from '../lambda/logs.ts';
import { clock, digest, openExecutions, openOriginals, openStore } from '../lambda/own.ts';
import { createRedriveLetter } from './index.ts';
import { showOriginal } from './read-original.ts';
import { LetterRequest } from './request.ts';

/** The one function that reads what arrived. It sees dead letters alone, and tells no more than their beginning. */
export const handler = toHandler('redrive-letter', async () => {
  const { ingestAgain, lists } = await openLogs('redrive-letter');
  const raw = openOriginals();
  const ports = { ...openStore(), raw, executions: openExecutions(), clock, digest };
  const redrive = createRedriveLetter({ ...ports, intake: createIntake(ports), ingestAgain });
  return refreshBeside(lists, async (payload) => {
    const request = LetterRequest.parse(payload);
    const told =
      'redrive' in request
        ? redrive(request.redrive, request.by)
        : showOriginal(raw, await ports.stores.deadLetters.require(request.show));
    return (await told) as unknown as Json;
  });
});
