import { describe, expect, it } from 'vitest';
import { catalog } from '../../../tasks/actions/catalog.ts';
import { account, detectorId, findingArn, findingId, region } from '../../runtime/account/world.ts';
import { createHarness, type Asked, type Harness } from './harness.ts';
import { readPlan } from './read-plan.ts';

const other = '00000000000000000000000000000001';
const asking = (findingIds: readonly string[], more: object = {}): Asked => ({
  action: 'guardduty.archive-findings',
  parameters: { findingIds, ...more },
});
const both = asking([findingArn, other]);

const findingsIn = ({ accounts }: Harness) => accounts.snapshot(account)['guardduty-finding'];

async function addFinding(harness: Harness, archived: boolean): Promise<void> {
  const [known] = findingsIn(harness);
  if (!known) throw new Error('no finding');
  await harness.accounts.put('guardduty-finding', { account, region }, { ...known, id: other, archived });
}

const archivedIn = (harness: Harness): string[] =>
  findingsIn(harness).flatMap(({ id, archived }) => (archived ? [id] : []));

describe('guardduty.archive-findings', () => {
  it('takes those out again that it archived, and no other', async () => {
    const harness = await createHarness();
    await addFinding(harness, true);
    expect(await harness.contain(both)).toMatchObject({ result: { archived: [findingId] } });
    expect(archivedIn(harness)).toEqual([other, findingId].toSorted());
    await harness.release();
    expect(archivedIn(harness)).toEqual([other]);
  });

  it('calls nothing where all of them are in the archive already', async () => {
    const harness = await createHarness();
    const [known] = findingsIn(harness);
    if (!known) throw new Error('no finding');
    await harness.accounts.put('guardduty-finding', { account, region }, { ...known, archived: true });
    await harness.contain(asking([findingId]));
    await harness.release();
    expect(harness.mutations()).toEqual([]);
    expect(archivedIn(harness)).toEqual([findingId]);
  });

  it('says which of them GuardDuty no longer has', async () => {
    const { blastRadius } = await readPlan(await createHarness(), both);
    expect(blastRadius.summary).toBe("1 of 2 findings go to GuardDuty's archive; 1 are not there any more");
  });

  it('is contained in part while one of them is open', async () => {
    const harness = await createHarness();
    await addFinding(harness, true);
    const { hash } = await harness.plan(both);
    expect(await harness.verify(both, hash)).toMatchObject({
      verified: 'partial',
      reason: `not in the archive: ${findingId}`,
    });
  });

  it('is denied in a member account, and names the administrator', async () => {
    const harness = await createHarness();
    await harness.accounts.put(
      'detector',
      { account, region },
      { detectorId, administrator: '999988887777' },
    );
    const { hash } = await harness.plan(asking([findingId]));
    expect(await harness.decide(asking([findingId]), hash)).toMatchObject({
      decision: 'deny',
      rule: 'not-administrator',
      reason: expect.stringMatching(/account 111122223333 is a member.*"account": "999988887777"/),
    });
  });

  it.each([
    ['GuardDuty is off', asking([findingId], { region: 'eu-north-1' }), /GuardDuty is off in account/],
    ['GuardDuty has none of them', asking([other]), /keeps them for 90 days/],
  ])('is denied where %s', async (_title, asked, reason) => {
    const harness = await createHarness();
    const { hash } = await harness.plan(asked);
    expect(await harness.decide(asked, hash)).toMatchObject({
      decision: 'deny',
      rule: 'target-gone',
      reason: expect.stringMatching(reason),
    });
  });

  it('means the same target by an ARN and by an id, in any order, told twice or once', () => {
    const target = (findingIds: readonly string[]) =>
      catalog.get('guardduty.archive-findings')?.target({ findingIds }).id;
    expect(target([findingArn, other, findingId])).toBe(target([other, findingId]));
  });

  it.each([
    ['nothing', []],
    ['another service’s ARN', ['arn:aws:inspector2:us-east-1:111122223333:finding/0123']],
    ['more than the ledger has room for', Array.from({ length: 26 }, (_, n) => `id-${n}`)],
  ])('refuses %s', async (_title, findingIds) => {
    const harness = await createHarness();
    await expect(harness.plan(asking(findingIds))).rejects.toMatchObject({ name: 'InvalidInput' });
  });
});
