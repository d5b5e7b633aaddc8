import type { TimelineEntry } from './timeline.ts';

/** What is known of an incident's timeline: the lines up to `head`, by their keys. */
export interface Told {
  readonly head: TimelineEntry | undefined;
  readonly keys: ReadonlySet<string>;
}

export interface TimelineMemory {
  of(incident: string): Told | undefined;
  /** Takes in lines, in their order; those that are known already, or that leave a gap, are passed over. */
  learn(incident: string, lines: readonly TimelineEntry[]): Told;
}

interface Known {
  head: TimelineEntry | undefined;
  readonly keys: Set<string>;
}

/** @param mostKeys how many lines it may know of all incidents together; the one not told of longest goes first. */
export function createMemory(mostKeys: number): TimelineMemory {
  const timelines = new Map<string, Known>();
  let size = 0;

  function makeRoom(): void {
    for (const [incident, { keys }] of timelines) {
      if (size <= mostKeys || timelines.size === 1) return;
      timelines.delete(incident);
      size -= keys.size;
    }
  }

  return {
    of: (incident) => timelines.get(incident),
    learn(incident, lines) {
      const known: Known = timelines.get(incident) ?? { head: undefined, keys: new Set() };
      size -= timelines.delete(incident) ? known.keys.size : 0;
      for (const line of lines) {
        if (line.sequence !== (known.head?.sequence ?? 0) + 1) continue;
        known.head = line;
        known.keys.add(line.key);
      }
      timelines.set(incident, known);
      size += known.keys.size;
      makeRoom();
      return known;
    },
  };
}
