import type { Finding, Origin, Remote, Resource, SeverityLabel } from '../finding.ts';

/** What the event said about itself, for findings that leave their region out. */
export interface Envelope {
  readonly region: string | undefined;
  /** True when a person chose the finding in Security Hub (custom action). */
  readonly chosen: boolean;
}

export interface NormaliseContext {
  readonly origin: Origin;
  /** Reference of the raw event in the raw store. */
  readonly raw: string;
  /** Epoch milliseconds; for findings without a usable time. */
  readonly now: number;
  /** Take findings without an EventBridge envelope as well (files, API answers). @default false */
  readonly allowBare?: boolean;
}

/** A finding on its way: what a reader got out of one wire format, before limits and defaults. */
export interface Draft {
  readonly id: string | undefined;
  readonly aliases: readonly (string | undefined)[];
  readonly source: Finding['source'];
  readonly product: string;
  readonly type: string | undefined;
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly severity: { readonly label: SeverityLabel; readonly score: number };
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly partition: string | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
  readonly count: number | undefined;
  readonly sample: boolean;
  readonly archived: boolean;
  readonly resources: readonly Resource[];
  readonly actor: Finding['actor'];
  readonly remotes: readonly Remote[];
  /** Of files. */
  readonly hashes: readonly string[];
  readonly tactics: readonly string[];
  readonly techniques: readonly string[];
  readonly provider: Finding['provider'];
}

/** One finding as a reader left it. `skipped`: it is in order, and asks for nothing. */
export type Reading = { readonly draft: Draft } | { readonly skipped: string };
