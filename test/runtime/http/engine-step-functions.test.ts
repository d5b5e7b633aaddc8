import { createEngineStepFunctions } from '../../../runtime/http/engine-step-functions.ts';
import { stepFunctionsContract } from '../../contract/step-functions.ts';
import { openEngineWorld } from '../../support/step-functions-world.ts';

stepFunctionsContract('the embedded engine', async () => {
  const { engine, ...world } = await openEngineWorld();
  return { ...world, stepFunctions: createEngineStepFunctions(engine) };
});
