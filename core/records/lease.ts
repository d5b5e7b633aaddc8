import { Busy } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { Clock } from '../ports/clock.ts';
import type { Containment, Subject } from './containment.ts';
import type { Records } from './record.ts';

/** One attempt at applying or releasing. It ends when another attempt begins: then every call throws Busy. */
export interface Lease {
  /** As this attempt last read or wrote it. */
  current(): Containment;
  /** Merges into `data`, at its top level, and prolongs the lease. */
  record(patch: JsonObject): Promise<void>;
  /**
   * Goes before each call that changes the account: afterwards three quarters of the lease are left at least,
   * for that call to end in. @throws Busy when another attempt has taken over.
   */
  check(): Promise<void>;
  finishApply(result: JsonObject): Promise<void>;
  finishRelease(by: string): Promise<void>;
  /** Gives up without finishing, so that the next attempt need not wait. Does nothing once taken over. */
  drop(): Promise<void>;
}

export interface LeaseTerms {
  readonly rows: Records<Containment, Subject>;
  readonly clock: Clock;
  readonly leaseMs: number;
}

/** @throws Busy while other work has the lease of `row`. */
export function takeLease(row: Containment, owner: string, { clock, leaseMs }: LeaseTerms): Containment {
  const { lease } = row;
  if (lease !== null && lease.owner !== owner && lease.until > clock.now()) {
    throw new Busy(
      `${row.action} on ${row.target.id} is being worked on by ${lease.owner}; try again shortly`,
    );
  }
  return { ...row, attempts: row.attempts + 1, lease: { owner, until: clock.now() + leaseMs } };
}

/** @param taken the row as `takeLease` left it; its count of attempts is this attempt's fence. */
export function createLease(taken: Containment, terms: LeaseTerms): Lease {
  const { rows, clock, leaseMs } = terms;
  let current = taken;

  const isOurs = (row: Containment | null): row is Containment =>
    row !== null && row.lease !== null && row.attempts === taken.attempts;
  const assertOurs = (row: Containment | null): Containment => {
    if (isOurs(row)) return row;
    throw new Busy(
      `${taken.action} on ${taken.target.id} was taken over by another attempt; try again shortly`,
    );
  };
  const prolong = (row: Containment): Containment => ({
    ...row,
    lease: row.lease && { ...row.lease, until: clock.now() + leaseMs },
  });
  const write = async (change: (row: Containment) => Containment): Promise<void> => {
    current = await rows.change(taken, (row) => change(assertOurs(row)));
  };

  return {
    current: () => current,
    record: (patch) => write((row) => prolong({ ...row, data: { ...row.data, ...patch } })),
    async check() {
      const { lease } = assertOurs(await rows.get(taken));
      if (lease !== null && lease.until - clock.now() < leaseMs * 0.75) await write(prolong);
    },
    finishApply: (result) => write((row) => ({ ...row, state: 'applied', result, lease: null })),
    finishRelease: (by) =>
      write((row) => ({
        ...row,
        state: 'released',
        holders: [],
        lease: null,
        released: { by, at: new Date(clock.now()).toISOString() },
      })),
    async drop() {
      await rows.change(taken, (row) => (isOurs(row) ? { ...row, lease: null } : row));
    },
  };
}
