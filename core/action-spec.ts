import type * as z from 'zod';
import type { D3fendId } from './action-guide/d3fend.ts';
import type { JsonObject } from './json.ts';

/** How much a workload feels it: evidence is `safe`, isolation `disruptive`, deletion `destructive`. */
export type Impact = 'safe' | 'disruptive' | 'destructive';

/** The phases that call AWS; each has its own permissions. */
export type Phase = 'plan' | 'apply' | 'verify' | 'undo';

/**
 * The SDK-free half of an action: what the playbook compiler, the schema for editors, the roles in infra/
 * and the docs are generated from. One per `tasks/actions/<service>/<verb-noun>/spec.ts`.
 */
export interface ActionSpec<P = unknown> {
  /** `<service>.<verb-noun>`, as playbooks name it. */
  readonly id: string;
  /** Raised whenever the same parameters would lead to other calls; part of every plan's hash. */
  readonly version: number;
  readonly title: string;
  /** Strict: an unknown parameter is an error. */
  readonly parameters: z.ZodType<P>;
  /** Which resource the parameters name. Messages are of the incident: each has targets of its own. */
  readonly target: (parameters: P, incident?: string) => { readonly kind: string; readonly id: string };
  /** IAM is `global`: its targets have region `aws-global`. */
  readonly scope: 'regional' | 'global';
  readonly impact: Impact;
  /** IAM actions, per phase: https://docs.aws.amazon.com/service-authorization/latest/reference/ */
  readonly permissions: Readonly<Record<Phase, readonly string[]>>;
  /** Either it can be undone, or the reason why nothing needs or is able to. */
  readonly undo: 'reversible' | { readonly irreversible: string };
  /** What it is in MITRE D3FEND. */
  readonly d3fend: readonly D3fendId[];
  readonly guide: Guide;
}

/** What `docs/actions.md` says beside the rest of the spec, in Markdown. */
export interface Guide {
  /** What it does, and what it leaves or refuses to do. */
  readonly does: string;
  /** How undo leaves things. None where nothing is undone: the spec says why. */
  readonly undoes?: string;
  /** What `$steps.<id>.result` holds, by name. */
  readonly result: Readonly<Record<string, string>>;
  /** A step's `with`, as a playbook would write it. */
  readonly example: JsonObject;
  /** AWS's own pages on it. */
  readonly sources: readonly string[];
}

/** All actions by id. The compiler and the guardrails get it as an argument. */
export type Catalog = ReadonlyMap<string, ActionSpec>;
