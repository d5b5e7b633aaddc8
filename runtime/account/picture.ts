import type { AccountStore } from './account-store.ts';
import type { Kind, RecordKinds } from './records.ts';
import { kinds } from './records.ts';

/** What an account holds, by kind: for before-and-after pictures. */
export type AccountPicture = { readonly [K in Kind]: readonly RecordKinds[K][] };

/** A copy that later calls do not change. @param region all regions when absent */
export function takePicture(store: AccountStore, account: string, region?: string): AccountPicture {
  const entries = kinds.map((kind) => {
    const records = store.listAccount(kind, account, region).map((record) => structuredClone(record));
    return [kind, records];
  });
  return Object.fromEntries(entries) as AccountPicture;
}
