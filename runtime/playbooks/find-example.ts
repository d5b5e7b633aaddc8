import { exampleEvents } from '../../core/example-event/example-events.ts';
import { isJsonObject, type JsonObject } from '../../core/json.ts';
import { listExampleFiles, readEvent } from './examples.ts';

export interface FoundExample {
  readonly event: JsonObject;
  /** The file that it stands in; null: it is made up. */
  readonly file: string | null;
}

/** GuardDuty's High begins here: what is less severe would not reach a score of 70 by itself. */
const high = 7;

/** A serious example event whose finding type begins so: of `docs/examples` where there is one, else made up. */
export async function findExample(beginning: string, type: string): Promise<FoundExample> {
  const files = await listExampleFiles();
  const read = await Promise.all(files.map(async (file) => ({ file, event: await readEvent(file) })));
  const fitting = read.find(({ event }) => {
    const detail = isJsonObject(event['detail']) ? event['detail'] : {};
    const { type: own, severity } = detail;
    return (
      typeof own === 'string' && own.startsWith(beginning) && typeof severity === 'number' && severity >= high
    );
  });
  return fitting ?? { event: exampleEvents(type)[0], file: null };
}
