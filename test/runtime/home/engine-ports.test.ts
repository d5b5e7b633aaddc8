import {
  createEngineCallbacks,
  createEngineExecutions,
  isRunOpen,
} from '../../../runtime/home/engine-ports.ts';
import { executionsContract } from '../../contract/executions.ts';
import { openAskingEngine } from '../../support/executions-world.ts';

executionsContract('the embedded engine', async () => {
  const { engine, ...world } = await openAskingEngine();
  return {
    ...world,
    executions: createEngineExecutions(engine),
    callbacks: createEngineCallbacks(() => engine),
    isOpen: async (executionArn) => isRunOpen(engine, executionArn),
  };
});
