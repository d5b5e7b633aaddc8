import type { StepFunctions } from '../../core/ports/step-functions.ts';
import type { Engine } from '../asl/index.ts';

/** The embedded engine as what the API asks of Step Functions. */
export function createEngineStepFunctions(engine: Engine): StepFunctions {
  return {
    listStateMachines: async () => await Promise.resolve({ stateMachines: engine.listStateMachines() }),
    async listExecutions({ statusFilter, ...request }) {
      // Only a distributed Map's child executions ever are, and the engine has none.
      if (statusFilter === 'PENDING_REDRIVE') return await Promise.resolve({ executions: [] });
      return engine.list({ ...request, statusFilter });
    },
    describeExecution: async (request) => await Promise.resolve(engine.describe(request)),
    describeStateMachineForExecution: async (request) =>
      await Promise.resolve(engine.describeStateMachineForExecution(request)),
    getExecutionHistory: async (request) => await Promise.resolve(engine.history(request)),
    redriveExecution: async (request) => await engine.redrive(request),
  };
}
