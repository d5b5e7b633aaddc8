import * as z from 'zod';
import type { JsonObject } from '../../core/json.ts';

/** Where an investigation of a finding stands, by Security Hub CSPM's names; the new Security Hub has ids for them. */
export const Workflow = z.enum(['NEW', 'NOTIFIED', 'RESOLVED', 'SUPPRESSED']);

/** What names a finding in one of the two Security Hubs. */
export interface FindingRef {
  readonly id: string;
  readonly productArn: string;
  readonly account: string;
  /** The new Security Hub's own id of it. */
  readonly metadataUid?: string | undefined;
}

/** A finding as it stands. */
export interface HubFinding extends FindingRef {
  /** One of `Workflow`, or what the hub says where it is none of these. */
  readonly status: string;
  /** The note that stands there, by whoever wrote it. */
  readonly note: { readonly text: string; readonly by: string } | null;
}

export interface FindingUpdate {
  readonly status: string;
  readonly incident: string;
  /** What we say; null: the note that stands there stays, where the hub lets it. */
  readonly text: string | null;
  /** Somebody's note that ours had replaced, to be put back (Security Hub CSPM). */
  readonly formerNote?: HubFinding['note'];
  /** More of Security Hub CSPM's `UserDefinedFields`. */
  readonly fields?: Readonly<Record<string, string>>;
}

/** Why Security Hub did not make an update that it answered with 200. */
export interface Problem {
  readonly code: string;
  readonly message: string;
}

/** One of the two Security Hubs. Either sends every finding again that is updated: updates carry our mark. */
export interface Hub {
  /** Those with this id: products name theirs as they like, so there may be several. */
  readonly find: (id: string, productArn?: string) => Promise<readonly HubFinding[]>;
  /** The call that `update` makes, for plans. */
  readonly describe: (finding: FindingRef, update: FindingUpdate) => { command: string; input: JsonObject };
  /** Whether the note that stands there is the update's. */
  readonly says: (finding: HubFinding, update: FindingUpdate) => boolean;
  readonly update: (finding: FindingRef, update: FindingUpdate) => Promise<Problem | null>;
}

/** By whom notes of ours are. */
export const author = 'tourniquet';

/** Each of the two Security Hubs knows its findings by a product ARN of its own. */
export const isOfNewHub = (productArn: string | undefined): boolean =>
  productArn?.includes(':productv2/') ?? false;
