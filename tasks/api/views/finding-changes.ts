import type { FindingView } from '../../../core/api/incidents.ts';
import { isJsonObject } from '../../../core/json.ts';
import type { TimelineEntry } from '../../../core/records/timeline.ts';

type Change = FindingView['changes'][number];

/** What the timeline tells of a finding that was told again: what was otherwise than the time before. */
export const changesOf = (finding: string, timeline: readonly TimelineEntry[]): Change[] =>
  timeline
    .filter(({ kind, data }) => kind.startsWith('finding.') && data['finding'] === finding)
    .flatMap(({ at, data }) =>
      Object.entries(data).flatMap(([field, change]): Change[] =>
        isJsonObject(change) && change['was'] !== undefined && change['is'] !== undefined
          ? [{ at, field, was: change['was'], is: change['is'] }]
          : [],
      ),
    );
