import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { noFacts } from '../../core/guardrails/facts.ts';
import type { BlastRadius } from '../../core/plan.ts';
import { findGrowth, measureReach, type Reach } from '../../core/reach.ts';

type Affected = BlastRadius['affected'][number];
type Caution = Reach['cautions'][number];

const felt = (affected: readonly Affected[], cautions: readonly Caution[] = []) => ({
  blastRadius: { summary: '', affected: [...affected], limits: [] },
  cautions: [...cautions],
});
const host = (id: string, changes: Partial<Affected> = {}): Affected => ({
  kind: 'ec2-instance',
  id,
  why: 'runs with the role',
  ...changes,
});
const shared = (others: number): Caution => ({
  id: 'shared-role',
  others,
  reason: `${others + 1} instances`,
});
const inUse: Caution = { id: 'key-in-use', others: 1, reason: 'used for s3' };
const rest = (more: number) => host(`and ${more} more`, { more });

interface Case {
  readonly title: string;
  readonly seen: ReturnType<typeof felt> | null;
  readonly now: ReturnType<typeof felt>;
  readonly growth: readonly string[];
}

const cases: readonly Case[] = [
  { title: 'the same', seen: felt([host('i-1')]), now: felt([host('i-1')]), growth: [] },
  { title: 'fewer', seen: felt([host('i-1'), host('i-2')]), now: felt([host('i-2')]), growth: [] },
  {
    title: 'one more',
    seen: felt([host('i-1')]),
    now: felt([host('i-1'), host('i-2')]),
    growth: ['ec2-instance i-2: runs with the role'],
  },
  {
    title: 'as many, but another one',
    seen: felt([host('i-1')]),
    now: felt([host('i-2')]),
    growth: ['ec2-instance i-2: runs with the role'],
  },
  {
    title: 'the same id of another kind',
    seen: felt([host('web', { kind: 'target-group' })]),
    now: felt([host('web')]),
    growth: ['ec2-instance web: runs with the role'],
  },
  {
    title: 'told otherwise',
    seen: felt([host('i-1')]),
    now: felt([host('i-1', { why: 'now' })]),
    growth: [],
  },
  {
    title: 'another one that is told for people’s eyes only',
    seen: felt([]),
    now: felt([host('i-1', { aside: true })]),
    growth: [],
  },
  { title: 'a caution as it was', seen: felt([], [inUse]), now: felt([], [inUse]), growth: [] },
  { title: 'a caution that is gone', seen: felt([], [inUse]), now: felt([]), growth: [] },
  { title: 'a new caution', seen: felt([], [shared(1)]), now: felt([], [inUse]), growth: ['used for s3'] },
  {
    title: 'a caution about more',
    seen: felt([], [shared(1)]),
    now: felt([], [shared(2)]),
    growth: ['3 instances'],
  },
  { title: 'a caution about fewer', seen: felt([], [shared(2)]), now: felt([], [shared(1)]), growth: [] },
  {
    title: 'more than can be named, where all were named',
    seen: felt([host('i-1')]),
    now: felt([host('i-1'), rest(4)]),
    growth: ['ec2-instance and 4 more: runs with the role'],
  },
  {
    title: 'others of those that were counted',
    seen: felt([host('i-1'), rest(4)]),
    now: felt([host('i-2'), rest(4)]),
    growth: [],
  },
  {
    title: 'one more than was counted',
    seen: felt([host('i-1'), rest(4)]),
    now: felt([host('i-1'), rest(5)]),
    growth: ['6 of kind ec2-instance instead of 5'],
  },
  {
    title: 'so few now that all are named',
    seen: felt([host('i-1'), rest(4)]),
    now: felt([host('i-1'), host('i-2')]),
    growth: [],
  },
  {
    title: 'anything at all, where nothing was kept of what was seen',
    seen: null,
    now: felt([host('i-1')], [inUse]),
    growth: ['used for s3', 'ec2-instance i-1: runs with the role'],
  },
  { title: 'nothing, where nothing was kept', seen: null, now: felt([]), growth: [] },
];

describe('what has grown since it was seen', () => {
  it.each(cases)('$title: $growth', ({ seen, now, growth }) => {
    expect(findGrowth(seen, now)).toEqual(growth);
  });
});

describe('the digest of a reach', () => {
  const target = { account: '1', region: 'r', kind: 'k', id: 'i' };
  const bare = { hash: 'h', action: 'a', version: 1, target, parameters: {}, calls: [], before: null };
  const digestOf = ({ blastRadius, cautions }: ReturnType<typeof felt>) =>
    measureReach(
      { plan: { ...bare, after: null, held: false, blastRadius }, facts: { ...noFacts, cautions } },
      (text) => hash('sha256', text),
    ).digest;

  it.each(cases.filter(({ growth, seen }) => growth.length > 0 && seen !== null))(
    'is another one: $title',
    ({ seen, now }) => {
      expect(digestOf(now)).not.toBe(digestOf(seen ?? now));
    },
  );

  it('is the same however it is told', () => {
    expect(digestOf(felt([host('i-1', { why: 'at noon' })]))).toBe(digestOf(felt([host('i-1')])));
  });
});
