import { Logger } from '@aws-lambda-powertools/logger';
import type { Json } from '../../core/json.ts';
import { isJsonObject } from '../../core/json.ts';
import type { Measures } from '../../core/metrics.ts';
import type { Task } from '../task.ts';
import { createMeter } from './meter.ts';

type Handler = (event: unknown) => Promise<Json>;

/**
 * A Lambda function out of a task. The task is opened with the first event and kept; where that fails, the next event
 * tries anew. What is logged: which incident, how long it took, and an error's name and message. Never the event: it
 * holds task tokens.
 * @param name of the task, in the log.
 * @param measure what a reply says of how things go. @default nothing
 */
export function toHandler(
  name: string,
  open: () => Task | Promise<Task>,
  measure: (reply: Json, event: unknown) => Measures = () => ({}),
): Handler {
  const logger = new Logger({ serviceName: name });
  const meter = createMeter();
  let opened: Promise<Task> | undefined;
  const openOnce = (): Promise<Task> => {
    opened ??= Promise.resolve().then(open);
    return opened.catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
  };

  /** Whatever becomes of figures, what was done is done. */
  const tell = (reply: Json, event: unknown): void => {
    try {
      meter(measure(reply, event));
    } catch (error) {
      const { name: errorName, message } = error as Error;
      logger.warn('not measured', { errorName, errorMessage: message });
    }
  };

  return async (event) => {
    const about = subjectOf(event);
    const begun = performance.now();
    const taken = (): number => Math.round(performance.now() - begun);
    try {
      const task = await openOnce();
      const reply = await task(event);
      logger.info('done', { ...about, milliseconds: taken() });
      tell(reply, event);
      return reply;
    } catch (error) {
      // Step Functions matches the error's name, which is why it goes on as it is.
      const { name: errorName, message } = error as Error;
      logger.error('failed', { ...about, milliseconds: taken(), errorName, errorMessage: message });
      throw error;
    }
  };
}

/** What the log is searched by. */
function subjectOf(event: unknown): Readonly<Record<string, string>> {
  if (!isJsonObject(event)) return {};
  const run = isJsonObject(event['run']) ? event['run'] : {};
  const ref = isJsonObject(event['ref']) ? event['ref'] : {};
  const found = {
    incident: event['incident'] ?? run['incident'],
    playbook: run['playbook'],
    step: event['step'],
    action: event['action'],
    phase: event['phase'],
    delivery: ref['delivery'],
  };
  return Object.fromEntries(
    Object.entries(found).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
