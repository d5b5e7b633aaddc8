import { isJsonObject, type Json } from './json.ts';

/** The `UserDefinedFields` key under which an update of ours leaves the incident's id (ASFF). */
const incidentField = 'tourniquet/incident';

/** The key under which it leaves the workflow status that it sets: another one is not of our making. */
const workflowField = 'tourniquet/workflow';

/** The longest that both Security Hubs take for a note or comment. */
const longest = 512;

/** What an update of ours leaves in `UserDefinedFields` (ASFF). */
export const markFields = (incident: string, workflow: string): Record<string, string> => ({
  [incidentField]: incident,
  [workflowField]: workflow,
});

/** The status that a comment does not name: write-back's. */
const usualStatus = 'In Progress';

/** The note (ASFF), or the comment where there are no such fields (OCSF): then `status` is part of the mark. */
export function markedText(incident: string, text: string, status = usualStatus): string {
  const named = status === usualStatus ? '' : ` (${status})`;
  return `Tourniquet ${incident}${named}: ${text}`.slice(0, longest).toWellFormed();
}

const textAt = (fields: Json | undefined, key: string): string | undefined => {
  const value = isJsonObject(fields) && Object.hasOwn(fields, key) ? fields[key] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** The incident of our own update; undefined where somebody set another workflow status since. */
export function markInFields(fields: Json | undefined, workflow: string | undefined): string | undefined {
  const ours = textAt(fields, workflowField) ?? 'NOTIFIED';
  return workflow === ours ? textAt(fields, incidentField) : undefined;
}

/** As `markInFields`, for a finding's comment. */
export function markInComment(comment: string | undefined, status: string | undefined): string | undefined {
  const [, incident, ours = usualStatus] =
    /^Tourniquet (inc-\w+)(?: \(([A-Za-z ]+)\))?: /.exec(comment ?? '') ?? [];
  return status === ours ? incident : undefined;
}
