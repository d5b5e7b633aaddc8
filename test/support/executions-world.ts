import { createEngine, createMemoryStore, type Engine } from '../../runtime/asl/index.ts';
import { place } from '../../runtime/home/place.ts';
import { createManualClock } from './manual-clock.ts';
import type { ExecutionsWorld } from '../contract/executions.ts';

const asking = {
  QueryLanguage: 'JSONata',
  StartAt: 'Ask',
  States: {
    Ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: { FunctionName: 'ask', Payload: { token: '{% $states.context.Task.Token %}' } },
      TimeoutSeconds: 60,
      End: true,
    },
  },
};

/** An engine with the machine of `executionsContract`, and the half of its world that no adapter answers. */
export async function openAskingEngine(): Promise<
  { readonly engine: Engine } & Omit<ExecutionsWorld, 'executions' | 'callbacks' | 'isOpen'>
> {
  const tokens: string[] = [];
  const clock = createManualClock();
  const engine = createEngine({
    store: createMemoryStore(),
    clock,
    place,
    invokeTask: async ({ taskToken }) => {
      if (taskToken !== undefined) tokens.push(taskToken);
      return { output: {} };
    },
  });
  await engine.registerStateMachine({ name: 'triage', definition: asking });
  return {
    engine,
    arnOf: (name) => `arn:aws:states:${place.region}:${place.accountId}:execution:triage:${name}`,
    newestToken: async (late = false) => {
      await clock.advance(late ? 61_000 : 0);
      return tokens.at(-1) ?? '';
    },
    stop: async (executionArn) => void (await engine.stop({ executionArn })),
  };
}
