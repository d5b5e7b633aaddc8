import type { SnapshotRecord } from '../records.ts';

export const stateOfSnapshot = (snapshot: SnapshotRecord, now: number) =>
  now < Date.parse(snapshot.completesAt) ? ('pending' as const) : ('completed' as const);
