import { createEngine, createMemoryStore, type Engine } from '../../runtime/asl/index.ts';
import { machineArn, place } from '../../runtime/home/place.ts';
import { contractMachines, type StepFunctionsWorld } from '../contract/step-functions.ts';
import { createManualClock } from './manual-clock.ts';

/** An engine with the machines of `stepFunctionsContract`. */
export async function openEngineWorld(): Promise<
  { readonly engine: Engine } & Omit<StepFunctionsWorld, 'stepFunctions'>
> {
  const clock = createManualClock();
  const engine = createEngine({
    store: createMemoryStore(),
    clock,
    place,
    invokeTask: async () => ({ output: {} }),
  });
  for (const [name, definition] of Object.entries(contractMachines))
    await engine.registerStateMachine({ name, definition });
  return {
    engine,
    arnOf: machineArn,
    async run(machine, name, input = {}) {
      await clock.advance(1000);
      const { executionArn } = await engine.start({
        stateMachineArn: machineArn(machine),
        name,
        input: JSON.stringify(input),
      });
      await engine.waitForEnd({ executionArn });
      return executionArn;
    },
  };
}
