import { incidentLines } from '../../core/lake/incident-lines.ts';
import type { Incidents } from '../../core/records/incidents.ts';
import type { Task } from '../task.ts';

/** Puts text in the place of what was put before. @throws what the text throws; then what was there stays. */
export type PutCopy = (text: AsyncIterable<string>) => Promise<void>;

export interface CopyIncidentsPorts {
  readonly incidents: Pick<Incidents, 'newest'>;
  readonly put: PutCopy;
}

/** Copies the incidents to where the lake is asked, as they are now. */
export const createCopyIncidents =
  ({ incidents, put }: CopyIncidentsPorts): Task =>
  async () => {
    let characters = 0;
    const counted = async function* () {
      for await (const text of incidentLines(incidents)) {
        characters += text.length;
        yield text;
      }
    };
    await put(counted());
    return { characters };
  };
