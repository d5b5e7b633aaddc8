import { BatchUpdateFindingsCommand } from '@aws-sdk/client-securityhub';
import { describe, expect, it } from 'vitest';
import type { HubFindingRecord } from '../../../runtime/account/records.ts';
import type { Clients } from '../../../tasks/aws-clients.ts';
import { account, findingArn, productArn, region } from '../../runtime/account/world.ts';
import { createHarness, type Asked, type Harness } from './harness.ts';
import { readPlan } from './read-plan.ts';

const asked: Asked = {
  action: 'securityhub.update-finding',
  parameters: { findingId: findingArn, status: 'RESOLVED', note: 'All is well' },
};
const newProduct = `arn:aws:securityhub:${region}::productv2/aws/guardduty`;
const inNewHub: Asked = { ...asked, parameters: { ...asked.parameters, productArn: newProduct } };

function findingIn({ accounts }: Harness): HubFindingRecord {
  const found = accounts.snapshot(account)['hub-finding'].find(({ id }) => id === findingArn);
  if (!found) throw new Error('no finding');
  return found;
}

const putFinding = (harness: Harness, changes: Partial<HubFindingRecord>) =>
  harness.accounts.put('hub-finding', { account, region }, { ...findingIn(harness), ...changes });

const updateByHand = (harness: Harness, change: object) =>
  harness.send(
    'securityhub',
    new BatchUpdateFindingsCommand({
      FindingIdentifiers: [{ Id: findingArn, ProductArn: productArn }],
      ...change,
    }),
  );

/** The harness, but that one command of Security Hub is answered by `answer`. */
async function withAnswer(name: string, answer: () => Promise<object>): Promise<Harness> {
  const harness: Harness = await createHarness({
    access: (scope) => {
      const clients = harness.accounts.access(scope);
      const send = (command: object) =>
        command.constructor.name === `${name}Command`
          ? answer()
          : (clients.securityhub.send as unknown as (command: object) => Promise<unknown>)(command);
      return { ...clients, securityhub: { send } as unknown as Clients['securityhub'] };
    },
  });
  return harness;
}

const switchedOff = () =>
  Promise.reject(Object.assign(new Error('not subscribed'), { name: 'InvalidAccessException' }));

describe('securityhub.update-finding', () => {
  it('says in a note what the playbook says, and marks whose update it is', async () => {
    const harness = await createHarness();
    await harness.contain(asked);
    expect(findingIn(harness)).toMatchObject({
      workflowStatus: 'RESOLVED',
      note: { text: 'Tourniquet inc-1: All is well', by: 'tourniquet' },
      userFields: [
        { Key: 'tourniquet/incident', Value: 'inc-1' },
        { Key: 'tourniquet/workflow', Value: 'RESOLVED' },
      ],
    });
  });

  it('leaves the note alone where the playbook says nothing', async () => {
    const harness = await createHarness();
    await updateByHand(harness, { Note: { Text: 'Mine', UpdatedBy: 'ana' } });
    await harness.contain({ ...asked, parameters: { findingId: findingArn, status: 'NOTIFIED' } });
    expect(findingIn(harness)).toMatchObject({
      workflowStatus: 'NOTIFIED',
      note: { text: 'Mine', by: 'ana' },
    });
  });

  it('says that it replaces the note of a person, and puts that back', async () => {
    const harness = await createHarness();
    await updateByHand(harness, { Note: { Text: 'Ask me first', UpdatedBy: 'ana' } });
    const { blastRadius } = await readPlan(harness, asked);
    expect(blastRadius.limits).toContain('The note that stands there is replaced: Ask me first');
    await harness.contain(asked);
    await harness.release();
    expect(findingIn(harness)).toMatchObject({
      workflowStatus: 'NEW',
      note: { text: 'Ask me first', by: 'ana' },
      userFields: [
        { Key: 'tourniquet/incident', Value: 'inc-1' },
        { Key: 'tourniquet/workflow', Value: 'NEW' },
      ],
    });
  });

  it('leaves a note alone that a person wrote since, and gives the status back', async () => {
    const harness = await createHarness();
    await harness.contain(asked);
    await updateByHand(harness, { Note: { Text: 'Seen', UpdatedBy: 'ana' } });
    await harness.release();
    expect(findingIn(harness)).toMatchObject({ workflowStatus: 'NEW', note: { text: 'Seen', by: 'ana' } });
  });

  it('speaks OCSF to the new Security Hub, and gives the status back by its number', async () => {
    const harness = await createHarness();
    await putFinding(harness, { productArn: newProduct, statusId: 99 });
    await harness.contain(inNewHub);
    expect(findingIn(harness)).toMatchObject({
      statusId: 4,
      comment: 'Tourniquet inc-1 (Resolved): All is well',
      workflowStatus: 'NEW',
    });
    expect(await harness.plan(inNewHub)).toMatchObject({ held: true });
    await harness.release();
    expect(findingIn(harness)).toMatchObject({
      statusId: 99,
      comment: 'Tourniquet inc-1 (as before): as before',
    });
  });

  it.each([
    ['the finding is not in Security Hub CSPM', () => createHarness()],
    ['Security Hub CSPM is off', () => withAnswer('GetFindings', switchedOff)],
  ])('asks the new Security Hub where %s', async (_title, create) => {
    const harness = await create();
    await putFinding(harness, { productArn: newProduct });
    await harness.contain(asked);
    expect(findingIn(harness)).toMatchObject({ statusId: 4 });
  });

  it('denies a finding that is not there, and one of several with the same id', async () => {
    const harness = await createHarness();
    const ghost = { ...asked, parameters: { ...asked.parameters, findingId: 'ghost' } };
    const { hash } = await harness.plan(ghost);
    expect(await harness.decide(ghost, hash)).toMatchObject({ decision: 'deny', rule: 'target-gone' });
    const asff = { Id: findingArn, AwsAccountId: account };
    const Findings = [
      { ...asff, ProductArn: 'arn:a' },
      { ...asff, ProductArn: 'arn:b' },
    ];
    const two = await withAnswer('GetFindings', () => Promise.resolve({ Findings }));
    const plan = await two.plan(asked);
    expect(await two.decide(asked, plan.hash)).toMatchObject({
      decision: 'deny',
      rule: 'ambiguous',
      reason: expect.stringMatching(/productArn: arn:a, arn:b/),
    });
  });

  it.each([
    ['ConcurrentUpdateError', 'Busy'],
    ['InternalFailure', 'Busy'],
    ['FindingNotFound', 'NotFound'],
    ['InvalidInput', 'ChangeRefused'],
  ])('does not take %s inside an answer of 200 for success', async (ErrorCode, name) => {
    const harness = await withAnswer('BatchUpdateFindings', () =>
      Promise.resolve({ UnprocessedFindings: [{ ErrorCode, ErrorMessage: 'as told' }] }),
    );
    const { hash } = await harness.plan(asked);
    await expect(harness.apply(asked, hash)).rejects.toMatchObject({
      name,
      message: expect.stringContaining(ErrorCode),
    });
  });

  it('is pending while Security Hub shows the former status, and not done once it shows another', async () => {
    const harness = await createHarness();
    const { hash } = await harness.plan(asked);
    await harness.apply(asked, hash);
    await updateByHand(harness, { Workflow: { Status: 'NEW' } });
    expect(await harness.verify(asked, hash)).toMatchObject({ verified: 'pending' });
    await updateByHand(harness, { Workflow: { Status: 'SUPPRESSED' } });
    expect(await harness.verify(asked, hash)).toMatchObject({ verified: 'not' });
  });

  it('takes the status that the next step sets for its own too, and gives the first one’s before back', async () => {
    const harness = await createHarness();
    await harness.contain({
      ...asked,
      parameters: { findingId: findingArn, status: 'NOTIFIED' },
      step: 'one',
    });
    await harness.contain({ ...asked, step: 'two' });
    expect(findingIn(harness).workflowStatus).toBe('RESOLVED');
    await harness.release();
    expect(findingIn(harness).workflowStatus).toBe('NEW');
  });
});
