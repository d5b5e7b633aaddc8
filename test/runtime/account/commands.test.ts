import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { describe, expect, it, test } from 'vitest';
import { commandTables } from '../../../runtime/account/answer.ts';
import { createSimulatedAccounts } from '../../../runtime/account/simulated-accounts.ts';
import { samples } from './samples.ts';
import { misfits } from './sdk-shape.ts';
import { account, createWorld } from './world.ts';

const answered = Object.entries(commandTables).flatMap(([service, table]) =>
  Object.keys(table).map((name) => `${service} ${name}`),
);

test('every command that is answered has a sample', () => {
  expect(samples.map(({ service, name }) => `${service} ${name}`).toSorted()).toEqual(answered.toSorted());
});

test('the shape check sees a member that the SDK does not know, and one of another type', () => {
  const { schema } = new DescribeInstancesCommand({}) as unknown as { schema: unknown[] };
  const response = { Reservations: [{ Stranger: 1, Instances: [{ InstanceId: 7, Tags: [{ Key: 'a' }] }] }] };
  expect(misfits(schema[5], response)).toEqual([
    '$.Reservations[0].Stranger',
    '$.Reservations[0].Instances[0].InstanceId',
  ]);
});

/** Changes everything that can be changed in a value. */
function vandalise(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  if (value instanceof Date) value.setTime(0);
  for (const [key, inner] of Object.entries(value)) {
    vandalise(inner);
    if (typeof inner !== 'object') Object.assign(value, { [key]: 'vandalised' });
  }
  if (Array.isArray(value)) value.push('vandalised');
}

describe.each(samples)('$service $name', ({ service, name, command, before }) => {
  async function run() {
    const world = await createWorld();
    await before?.(world);
    const sent = (await command(world)) as { input: object; schema: unknown[] };
    // Samples share parts of their inputs.
    sent.input = structuredClone(sent.input);
    const callsBefore = world.accounts.calls().length;
    const response = await world.send(service, sent);
    return { ...world, sent, response, callsBefore };
  }

  it('answers in the shape that the SDK knows', async () => {
    const { sent, response } = await run();
    const { $metadata, ...output } = response;
    expect($metadata).toMatchObject({ httpStatusCode: 200, attempts: 1 });
    expect(misfits(sent.schema[5], output)).toEqual([]);
  });

  it('gives a copy, and keeps a copy of its input', async () => {
    const { accounts, response, sent } = await run();
    const picture = accounts.snapshot(account);
    vandalise(response);
    vandalise(sent.input);
    expect(accounts.snapshot(account)).toEqual(picture);
  });

  it('logs the call if, and only if, it changes the account', async () => {
    const { accounts, sent, callsBefore } = await run();
    const made = accounts.calls().slice(callsBefore);
    const { mutates } = commandTables[service][name] ?? {};
    expect(made).toMatchObject(
      mutates
        ? [{ service, command: name, input: sent.input, incident: 'incident-1', purpose: 'test', account }]
        : [],
    );
    expect(made).toHaveLength(mutates ? 1 : 0);
  });

  it('leaves behind what the next process finds', async () => {
    const { accounts, database, clock } = await run();
    const next = createSimulatedAccounts({ database, clock });
    expect(next.snapshot(account)).toEqual(accounts.snapshot(account));
    expect(next.calls()).toEqual(accounts.calls());
  });
});
