import * as z from 'zod';
import { resourceId } from '../dedupe/resource-id.ts';
import { Finding, type Remote, Resource } from '../finding.ts';
import type { Draft, NormaliseContext } from './draft.ts';
import { toOneLine } from '../one-line.ts';
import { isCustomProduct } from './product.ts';
import { cutText } from './wire.ts';

const maxResources = 200;
const maxRemotes = 100;
const maxAttack = 50;

/**
 * The finding out of a draft: essentials checked, limits and defaults applied, the schema satisfied. The
 * answer is a reason (one line) when id, type or account is missing.
 */
export function finish(draft: Draft, context: NormaliseContext): Finding | string {
  const account = draft.account ?? '';
  const problem = problemOf(draft, account);
  if (problem !== undefined) return problem;
  const region = draft.region ?? 'unknown';
  return settle({
    ...draft,
    ...wordsOf(draft, context),
    ...timesOf(draft, context),
    account,
    region,
    aliases: [...new Set(draft.aliases)].filter((alias) => alias !== undefined && alias !== draft.id),
    origin: context.origin,
    partition: draft.partition ?? 'aws',
    count: Math.min(Number.MAX_SAFE_INTEGER, Math.max(1, Math.trunc(draft.count ?? 1))),
    resources: distinctResources(draft.resources, account, region).map((resource) =>
      speaksForItselfOnly(draft) ? withinAccount(resource) : resource,
    ),
    remotes: distinctRemotes(draft.remotes),
    hashes: draft.hashes.length === 0 ? undefined : draft.hashes,
    attack: { tactics: distinctTexts(draft.tactics), techniques: distinctTexts(draft.techniques) },
    raw: context.raw,
  });
}

type Candidate = Readonly<Record<string, unknown>> & Pick<Draft, 'resources' | 'description'>;

/** What does not fit the schema after all (a name put together beyond its limit) costs itself, not the finding. */
function settle(candidate: Candidate): Finding | string {
  const parsed = Finding.safeParse(inForm(candidate));
  if (parsed.success) return parsed.data;
  const fitting = candidate.resources.filter((resource) => Resource.safeParse(resource).success);
  const reduced = Finding.safeParse(inForm({ ...candidate, resources: fitting, actor: undefined }));
  if (reduced.success) return reduced.data;
  return `it cannot be brought into form: ${z.prettifyError(reduced.error).replaceAll('\n', ' ')}`;
}

function problemOf({ id, type, account }: Draft, padded: string): string | undefined {
  if (id === undefined) return 'it has no usable id; send the finding as the provider wrote it';
  if (type === undefined) return 'it has no usable type; send the finding as the provider wrote it';
  if (/^\w{12,32}$/.test(padded)) return undefined;
  return `its account ${JSON.stringify(account?.slice(0, 80) ?? null)} is not an AWS account id; send 12 digits`;
}

function timesOf({ createdAt, updatedAt }: Draft, { now }: NormaliseContext) {
  const created = createdAt ?? updatedAt ?? new Date(now).toISOString();
  return { createdAt: created, updatedAt: updatedAt ?? created };
}

/** Descriptions have paragraphs where we or AWS wrote them: playbooks put them into messages beside what they say. */
function wordsOf({ title, description, type, source }: Draft, { origin }: NormaliseContext) {
  const words = description ?? title ?? cutText(type ?? '');
  return {
    title: title ?? cutText(type ?? ''),
    description: origin.trusted || source === 'detection' ? words : toOneLine(words),
  };
}

/** First mention wins. Account and region stay only where they differ from the finding's; IAM has no region. */
function distinctResources(resources: readonly Resource[], account: string, region: string): Resource[] {
  const seen = new Map<string, Resource>();
  for (const resource of resources) {
    const own = dropSame(resource, account, region);
    const key = JSON.stringify([own.kind, own.account, resourceId(own)]);
    if (!seen.has(key)) seen.set(key, own);
  }
  return [...seen.values()].slice(0, maxResources);
}

function dropSame(resource: Resource, account: string, region: string): Resource {
  const { account: own, region: place, ...rest } = resource;
  const isGlobal = rest.kind.startsWith('iam-') || place === 'global';
  return {
    ...rest,
    ...(own === undefined || own === account ? {} : { account: own }),
    ...(place === undefined || place === region || isGlobal ? {} : { region: place }),
  };
}

/** Nobody vouches for what it says of other accounts than its own. */
const speaksForItselfOnly = ({ product, source }: Draft): boolean =>
  isCustomProduct(product) || source === 'detection';

/**
 * Whoever writes logs may write what they like into them; and Security Hub lets a custom integration import findings of
 * its own account only, but looks at nothing that their resources say. What they name elsewhere is kept for people to
 * read, and is nothing to contain.
 */
function withinAccount(resource: Resource): Resource {
  const { kind, account, region, arn } = resource;
  if (account === undefined) return resource;
  return { kind: 'other', resourceType: kind, id: resourceId(resource), account, region, arn };
}

function distinctRemotes(remotes: readonly Remote[]): Remote[] {
  const known = remotes.filter((remote) => remote.ip !== undefined || remote.domain !== undefined);
  const byKey = new Map(
    known.toReversed().map((remote) => [JSON.stringify([remote.ip, remote.domain, remote.port]), remote]),
  );
  return [...byKey.values()].toReversed().slice(0, maxRemotes);
}

const distinctTexts = (texts: readonly string[]) => [...new Set(texts.map(cutText))].slice(0, maxAttack);

/**
 * Names, titles and places stand in messages beside what we say ourselves: on one line, so that none of them can look like
 * a line of ours. Only the description has paragraphs.
 */
const inForm = ({ description, ...candidate }: Candidate) => ({
  ...(tidy(candidate) as object),
  description,
});

/** Absent is absent: stored and sent findings have no keys without a value. */
function tidy(value: unknown): unknown {
  if (typeof value === 'string') return toOneLine(value);
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => [key, tidy(inner)]),
  );
}
