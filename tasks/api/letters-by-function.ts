import type { Json } from '../../core/json.ts';
import type { LetterRequest } from '../redrive-letter/request.ts';
import { Refusal } from './problem.ts';
import type { DeadLetterPorts } from './routes/dead-letters.ts';

interface LettersByFunctionPorts {
  readonly invoke: (request: Json) => Promise<unknown>;
  /** Ends after as long as a request may wait: API Gateway waits for 30 seconds. */
  readonly within: <T>(work: Promise<T>) => Promise<T | 'still-at-it'>;
}

/** Dead letters through a function of their own: what is open to the internet reads nothing that arrived. */
export function createLettersByFunction({
  invoke,
  within,
}: LettersByFunctionPorts): Pick<DeadLetterPorts, 'redriveLetter' | 'showOriginal'> {
  const ask = async <T>(request: LetterRequest): Promise<T> => {
    const answer = await within(invoke(request));
    if (answer !== 'still-at-it') return answer as T;
    throw new Refusal(
      503,
      'this dead letter takes longer than a request may; it goes on, so look again later',
    );
  };
  return {
    redriveLetter: (id, by) => ask({ redrive: id, by }),
    showOriginal: ({ id }) => ask({ show: id }),
  };
}
