import { DeleteFunctionConcurrencyCommand, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import type { FunctionRecord } from '../../../runtime/account/records.ts';
import { account, functionName, region } from '../../runtime/account/world.ts';
import { createClients, sendOf } from '../../../tasks/aws-clients.ts';
import { createHarness, type Asked, type Harness, type Options } from './harness.ts';
import { readPlan } from './read-plan.ts';

const asked: Asked = { action: 'lambda.throttle-function', parameters: { functionName } };
const here = { account, region };
const FunctionName = functionName;

function functionIn({ accounts }: Harness): FunctionRecord {
  const [found] = accounts.snapshot(account)['lambda-function'];
  if (!found) throw new Error('no function');
  return found;
}

const reserve = (harness: Harness, ReservedConcurrentExecutions: number) =>
  harness.send('lambda', new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));

const lift = (harness: Harness) =>
  harness.send('lambda', new DeleteFunctionConcurrencyCommand({ FunctionName }));

/** A harness in which another change of the function is under way. */
async function createBusy(isBusy: () => boolean): Promise<Harness> {
  const access: Options['access'] = (scope) => {
    const clients = harness.accounts.access(scope);
    return createClients((service, command) =>
      isBusy() && command instanceof PutFunctionConcurrencyCommand
        ? Promise.reject(Object.assign(new Error('in progress'), { name: 'ResourceConflictException' }))
        : sendOf(clients, service)(command),
    );
  };
  const harness: Harness = await createHarness({ access });
  return harness;
}

describe('lambda.throttle-function', () => {
  it('tries again later while another change of the function is under way', async () => {
    let busy = true;
    const harness = await createBusy(() => busy);
    const { hash } = await harness.plan(asked);
    await expect(harness.apply(asked, hash)).rejects.toMatchObject({ name: 'Busy' });
    busy = false;
    expect((await harness.apply(asked, hash)).status).toBe('applied');
    expect(functionIn(harness).reservedConcurrency).toBe(0);
  });

  it.each([
    ['had 20', 20, 'a reserved concurrency of 20'],
    ['had none', null, 'no reserved concurrency'],
  ])('gives back what a function that %s had', async (_title, reserved, words) => {
    const harness = await createHarness();
    if (reserved !== null) await reserve(harness, reserved);
    const plan = await readPlan(harness, asked);
    expect(plan).toMatchObject({ before: { reserved }, after: { reserved: 0 } });
    expect(plan.blastRadius.summary).toContain(words);
    await harness.contain(asked);
    expect(functionIn(harness).reservedConcurrency).toBe(0);
    await harness.release();
    expect(functionIn(harness).reservedConcurrency).toBe(reserved);
    expect(harness.mutations().at(-1)?.command).toBe(
      reserved === null ? 'DeleteFunctionConcurrency' : 'PutFunctionConcurrency',
    );
  });

  it('leaves a function throttled that was so before', async () => {
    const harness = await createHarness();
    await reserve(harness, 0);
    await harness.contain(asked);
    expect(await harness.release()).toMatchObject({ left: [] });
    expect(functionIn(harness).reservedConcurrency).toBe(0);
    expect(harness.mutations()).toEqual([]);
  });

  it('finds nothing to undo where a person lifted it', async () => {
    const harness = await createHarness();
    await harness.contain(asked);
    await lift(harness);
    const calls = harness.mutations().length;
    expect((await harness.release()).left).toEqual([]);
    expect(harness.mutations()).toHaveLength(calls);
  });

  it('says what a person made of it since, and what it had', async () => {
    const harness = await createHarness();
    await reserve(harness, 20);
    await harness.contain(asked);
    await lift(harness);
    expect((await harness.release()).left).toMatchObject([
      { why: expect.stringMatching(/somebody gave it no reserved concurrency since; it had .* of 20$/) },
    ]);
  });

  it('says why the account has no room any more for what it had', async () => {
    const harness = await createHarness();
    await reserve(harness, 600);
    await harness.contain(asked);
    const other = { ...functionIn(harness), functionName: 'other', reservedConcurrency: 500 };
    await harness.accounts.put('lambda-function', here, other);
    expect((await harness.release()).left).toMatchObject([
      { why: expect.stringMatching(/cannot have a reserved concurrency of 600 back: .*below its minimum/) },
    ]);
  });

  it('denies a function that is not there, and one of the responder', async () => {
    const harness = await createHarness();
    const gone: Asked = { ...asked, parameters: { functionName: 'gone' } };
    const { hash } = await harness.plan(gone);
    expect(await harness.decide(gone, hash)).toMatchObject({ decision: 'deny', rule: 'target-gone' });
    const roleArn = `arn:aws:iam::${account}:role/tourniquet`;
    await harness.accounts.put('lambda-function', here, { ...functionIn(harness), roleArn });
    const ours = await harness.plan(asked);
    expect(await harness.decide(asked, ours.hash)).toMatchObject({ rule: 'responder-principals' });
  });

  it('takes a name alone, so that one function is held under one name', async () => {
    const harness = await createHarness();
    const arn = functionIn(harness).arn;
    await expect(harness.plan({ ...asked, parameters: { functionName: arn } })).rejects.toThrow(
      /functionName: the function's name alone, without ARN, version or alias/,
    );
  });
});
