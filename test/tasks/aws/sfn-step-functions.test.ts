import { afterAll, describe, expect, it } from 'vitest';
import { createSfnStepFunctions } from '../../../tasks/aws/sfn-step-functions.ts';
import { stepFunctionsContract } from '../../contract/step-functions.ts';
import { connectSfn } from '../../support/connect-sfn.ts';
import { noon } from '../../support/incidents.ts';
import { openEngineWorld } from '../../support/step-functions-world.ts';

const closers: (() => void)[] = [];
afterAll(() => {
  for (const close of closers) close();
});

stepFunctionsContract('Step Functions (the engine, over HTTP)', async () => {
  const { engine, arnOf, ...world } = await openEngineWorld();
  const { client, close } = await connectSfn(engine);
  closers.push(close);
  const machines = ['quick', 'broken'].map((name) => arnOf(name));
  return { ...world, arnOf, stepFunctions: createSfnStepFunctions({ client, machines, clock: noon }) };
});

describe('Step Functions that cannot answer', () => {
  it('is Busy', async () => {
    const send = () => Promise.reject(Object.assign(new Error('slow'), { name: 'ThrottlingException' }));
    const stepFunctions = createSfnStepFunctions({ client: { send } as never, machines: ['a'], clock: noon });
    await expect(stepFunctions.listExecutions({ maxResults: 1 })).rejects.toThrow(
      expect.objectContaining({ name: 'Busy' }),
    );
  });
});
