/** What of a history event tells which state it belongs to. */
export interface NamedEvent {
  readonly id: number;
  /** 0: none. */
  readonly previousEventId: number;
  readonly type: string;
  /** Of the state, where the event's details have it. */
  readonly name: string | undefined;
}

export interface StateNames {
  /** Takes in the event that follows those before; others are passed over. */
  add(event: NamedEvent): void;
  /** The state that the event belongs to; null: to the execution itself. */
  nameOf(id: number): string | null;
  /** How many events were taken in, from the first on. */
  count(): number;
}

/** One stay in a state. */
interface Visit {
  readonly state: string;
  /** `Task`, `Parallel`, … */
  readonly kind: string;
  /** The Parallel or Map whose branch or iteration this is in. */
  readonly within: Visit | null;
}

const entered = /^(\w+)StateEntered$/;
const exited = /StateExited$/;
/** What a Parallel or Map says of itself as its last branch ends: after an event of that branch, and without a name. */
const joined = /^(Parallel|Map)State(Succeeded|Failed)$/;
/** What is said of a state whose sibling failed: after the sibling's event, and without a name. */
const aborted = /^(\w+)StateAborted$/;

/**
 * Finds out which state each event of a history belongs to. Most events name none: they belong to the state of the
 * event that they follow from. State names are unique within a machine.
 */
export function createStateNames(): StateNames {
  /** By event id. Events of the execution itself lead on to what stood before them. */
  const visits: (Visit | null)[] = [null];
  const names: (string | null)[] = [null];
  const stays = createStays();

  function findVisit({ type, name }: NamedEvent, previous: Visit | null): Visit | null {
    const [, kind] = entered.exec(type) ?? [];
    if (kind !== undefined && name !== undefined) return stays.enter(name, kind, previous);
    if (name !== undefined) {
      const visit = climb(previous, ({ state }) => state === name);
      return exited.test(type) ? stays.leave(visit) : visit;
    }
    const [, join] = joined.exec(type) ?? [];
    if (join !== undefined)
      return stays.breakOff(climb(previous, (visit) => visit.kind === join && stays.isOpen(visit)));
    const [, cut] = aborted.exec(type) ?? [];
    return cut === undefined ? previous : stays.breakOff(stays.findCut(cut, previous));
  }

  return {
    add(event) {
      const { id, previousEventId, type, name } = event;
      if (id !== visits.length) return;
      if (type === 'ExecutionRedriven') stays.takeUpAgain();
      const visit = findVisit(event, visits[previousEventId] ?? null);
      visits.push(visit);
      names.push(name ?? (type.startsWith('Execution') ? null : (visit?.state ?? null)));
    },
    nameOf: (id) => names[id] ?? null,
    count: () => visits.length - 1,
  };
}

/** Keeps book of the states that an execution is in. */
function createStays() {
  const open = new Set<Visit>();
  /** Failed, cut short, or joined and not left yet: a redrive takes them up again. */
  const broken = new Set<Visit>();
  const isOpen = (visit: Visit): boolean => open.has(visit);

  return {
    isOpen,
    enter(state: string, kind: string, previous: Visit | null): Visit {
      const within = previous !== null && isOpen(previous) ? previous : (previous?.within ?? null);
      const visit = { state, kind, within };
      open.add(visit);
      return visit;
    },
    /** Left for good, with all that was in it. */
    leave(visit: Visit | null): Visit | null {
      if (visit === null) return null;
      open.delete(visit);
      broken.delete(visit);
      for (const inner of broken) if (isWithin(inner, visit)) broken.delete(inner);
      return visit;
    },
    breakOff(visit: Visit | null): Visit | null {
      if (visit !== null && open.delete(visit)) broken.add(visit);
      return visit;
    },
    takeUpAgain(): void {
      for (const visit of broken) open.add(visit);
      broken.clear();
    },
    /** The event itself may be of the state that was cut short; else it is the first to have been entered beside it. */
    findCut(kind: string, previous: Visit | null): Visit | null {
      if (previous?.kind === kind && isOpen(previous)) return previous;
      const around = climb(previous, (visit) => visit !== previous && isOpen(visit));
      const beside = [...open].find((visit) => visit.kind === kind && isWithin(visit, around));
      return beside ?? previous;
    },
  };
}

/** The visit itself, or the nearest around it. */
function climb(from: Visit | null, wanted: (visit: Visit) => boolean): Visit | null {
  for (let visit = from; visit !== null; visit = visit.within) if (wanted(visit)) return visit;
  return null;
}

const isWithin = (visit: Visit, around: Visit | null): boolean =>
  around === null || climb(visit.within, (outer) => outer === around) !== null;
