import type { ExecutionId } from '../../../core/api/executions.ts';
import type { Incident } from '../../../core/incident.ts';
import type { Digest } from '../../../core/ports/digest.ts';
import type { Stores } from '../../../core/records/stores.ts';
import { triageName } from '../../start-triage.ts';

interface ExecutionNames {
  readonly stores: Stores;
  readonly digest: Digest;
}

const mostRevisions = 20;

/** The executions that brought and answered the newest revisions, newest first. Their names follow from what is stored. */
export async function listExecutions(
  { stores, digest }: ExecutionNames,
  { id, revisions, started }: Incident,
): Promise<ExecutionId[]> {
  const newest = revisions.toReversed().slice(0, mostRevisions);
  const found = await Promise.all(
    newest.map(async ({ number, causedBy }): Promise<ExecutionId[]> => {
      const [response, occurrence] = await Promise.all([
        number <= started ? stores.responses.get({ incident: id, revision: number }) : null,
        stores.incidents.getOccurrence(id, causedBy),
      ]);
      return [
        ...(response === null || response.playbooks.length === 0
          ? []
          : [{ machine: 'response', name: `${id}-r${number}` }]),
        // A person who asks for another answer brings a revision without a finding.
        ...(occurrence === null
          ? []
          : [{ machine: 'triage', name: triageName(occurrence.id, occurrence.finding, digest) }]),
      ];
    }),
  );
  return found.flat();
}
