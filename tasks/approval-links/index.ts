import type { Incident } from '../../core/incident.ts';
import type { Digest } from '../../core/ports/digest.ts';
import type { Answer, Approval } from '../../core/records/approvals.ts';
import { type Link, MOST_MISSES } from '../../core/records/links.ts';
import { type AskedPlan, readAskedPlans } from '../../core/records/asked-plans.ts';
import type { Plans } from '../../core/records/plans.ts';
import type { Stores } from '../../core/records/stores.ts';
import type { GivenAnswer, Outcome } from '../decide/index.ts';
import { hashOfCode, hashOfLink } from './hash.ts';

/** A question as whoever has a link sees it. */
export interface LinkedQuestion {
  readonly approval: Approval;
  readonly incident: Incident | null;
  readonly plans: readonly AskedPlan[];
  /** Null: the link is for whoever got it. */
  readonly approver: string | null;
  readonly triesLeft: number;
}

/** What came with the form. */
export interface LinkAnswer {
  readonly code: string;
  readonly decision: Answer['decision'];
  readonly reason?: string;
  /** Who says that they answer; only where the link is for whoever got it. */
  readonly name?: string;
  readonly from: { readonly address?: string; readonly agent?: string };
}

/** `unknown`: no such link. `no-code`: nothing was typed, which is no try. */
export type LinkOutcome =
  | Outcome
  | { readonly status: 'unknown' | 'no-code' | 'dead' }
  | { readonly status: 'wrong-code'; readonly triesLeft: number };

export interface ApprovalLinks {
  /** Changes nothing, whoever looks and however often. */
  look(link: string): Promise<LinkedQuestion | null>;
  answer(link: string, answer: LinkAnswer): Promise<LinkOutcome>;
}

export interface LinkPorts {
  readonly stores: Stores;
  readonly plans: Pick<Plans, 'get'>;
  readonly digest: Digest;
  readonly decide: (approval: string, answer: GivenAnswer) => Promise<Outcome>;
}

/**
 * Answers by link: the link says which question and whose answer, the code of the message that it came in shows that
 * it is not just something that follows links. Mail scanners fetch links, some submit the forms that they
 * find: none of them has the code.
 */
export function createApprovalLinks(ports: LinkPorts): ApprovalLinks {
  return {
    look: async (link) => {
      const found = await find(ports, link);
      return found && (await describe(ports, found));
    },
    answer: async (link, answer) => {
      if (answer.code.trim() === '') return { status: 'no-code' };
      const found = await find(ports, link);
      return found === null ? { status: 'unknown' } : await answerTo(ports, { ...found, link }, answer);
    },
  };
}

interface Found {
  readonly hash: string;
  readonly row: Link;
  readonly approval: Approval;
}

async function find({ stores, digest }: LinkPorts, link: string): Promise<Found | null> {
  const hash = hashOfLink(link, digest);
  const row = await stores.links.get(hash);
  const approval = row && (await stores.approvals.get(row.approval));
  return row && approval && { hash, row, approval };
}

async function describe({ stores, plans }: LinkPorts, { row, approval }: Found): Promise<LinkedQuestion> {
  const [incident, asked] = await Promise.all([
    stores.incidents.get(row.incident),
    readAskedPlans(plans, approval),
  ]);
  return {
    approval,
    incident,
    plans: asked,
    approver: row.approver,
    triesLeft: MOST_MISSES - row.misses,
  };
}

async function answerTo(
  ports: LinkPorts,
  found: Found & { readonly link: string },
  answer: LinkAnswer,
): Promise<LinkOutcome> {
  const outcome = await judge(ports, found, answer);
  const { status } = outcome;
  if (status !== 'taken' && status !== 'counted') await tellRefusal(ports, found, status, answer.from);
  return outcome;
}

async function judge(
  { stores, digest, decide }: LinkPorts,
  { hash, link, row: { approver, approval } }: Found & { readonly link: string },
  { code, decision, reason, name, from }: LinkAnswer,
): Promise<LinkOutcome> {
  const typed = hashOfCode({ link, code }, digest);
  // A wrong code takes one of the link's tries; a link without tries is dead for the right one too.
  const row = await stores.links.change(hash, (known) =>
    known === null || known.code === typed || known.misses >= MOST_MISSES
      ? known
      : { ...known, misses: known.misses + 1 },
  );
  if (row === null) return { status: 'unknown' };
  if (row.misses >= MOST_MISSES) return { status: 'dead' };
  if (row.code !== typed) return { status: 'wrong-code', triesLeft: MOST_MISSES - row.misses };
  return await decide(approval, {
    by: approver ?? `${name?.trim() || 'somebody'} (by link)`,
    decision,
    ...(reason === undefined ? {} : { reason }),
    from: { via: 'link', ...from },
  });
}

/** Once for each reason and each try. */
async function tellRefusal(
  { stores }: LinkPorts,
  { hash, row: { approval, approver, incident } }: Found,
  why: LinkOutcome['status'],
  from: LinkAnswer['from'],
): Promise<void> {
  const misses = (await stores.links.get(hash))?.misses ?? 0;
  await stores.timeline.append(incident, {
    key: `refused/${hash.slice(0, 16)}/${why}/${misses}`,
    kind: 'approval.refused',
    data: { approval, approver, why, ...from },
  });
}
