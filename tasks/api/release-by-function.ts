import type { Json } from '../../core/json.ts';
import type { ReleaseIncident } from '../release-incident/index.ts';
import type { ReleaseRequest } from '../release-incident/request.ts';
import { Refusal } from './problem.ts';

type Releases = Pick<ReleaseIncident, 'release' | 'rehearse'>;

interface ReleaseByFunctionPorts {
  readonly invoke: (request: Json) => Promise<unknown>;
  /** Rejects after as long as a request may wait: API Gateway waits for 30 seconds. */
  readonly within: <T>(work: Promise<T>) => Promise<T | 'still-at-it'>;
}

/**
 * Releases incidents through a function of their own. What is open to the internet cannot enter an account itself: it can
 * ask for what an incident holds to be undone, and for nothing else.
 */
export function createReleaseByFunction({ invoke, within }: ReleaseByFunctionPorts): Releases {
  const ask = async <T>(request: ReleaseRequest): Promise<T> => {
    const answer = await within(invoke(request));
    if (answer === 'still-at-it') throw stillAtIt(request);
    return answer as T;
  };
  return {
    release: (incident, by, action) => ask({ incident, by, ...(action === undefined ? {} : { action }) }),
    rehearse: (incident, action) => ask({ incident, by: null, ...(action === undefined ? {} : { action }) }),
  };
}

const stillAtIt = ({ incident, by }: ReleaseRequest): Refusal =>
  new Refusal(
    503,
    by === null
      ? `finding out what undoing ${incident} would do takes longer than a request may; try one action at a time`
      : `undoing ${incident} takes longer than a request may; it goes on, and the incident's timeline tells how far it is`,
  );
