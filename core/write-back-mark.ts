import { isJsonObject, type Json } from './json.ts';

/** The `UserDefinedFields` key under which write-back leaves the incident's id (ASFF). */
export const incidentField = 'tourniquet/incident';

/** The comment that write-back leaves where there are no such fields (OCSF). */
export const writeBackComment = (incident: string, state: string): string =>
  `Tourniquet ${incident}: ${state}`;

/** The incident that write-back left in a finding's `UserDefinedFields`. */
export function markInFields(fields: Json | undefined): string | undefined {
  const mark =
    isJsonObject(fields) && Object.hasOwn(fields, incidentField) ? fields[incidentField] : undefined;
  return typeof mark === 'string' && mark !== '' ? mark : undefined;
}

/** The incident that write-back named in a finding's comment. */
export const markInComment = (comment: string | undefined): string | undefined =>
  /^Tourniquet (inc-\w+): /.exec(comment ?? '')?.[1];
