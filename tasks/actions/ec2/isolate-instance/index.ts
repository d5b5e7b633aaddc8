import { defineAction } from '../../action.ts';
import { applyIsolation } from './apply.ts';
import { IsolationData } from './interfaces.ts';
import { planIsolation } from './plan.ts';
import { spec } from './spec.ts';
import { undoIsolation } from './undo.ts';
import { verifyIsolation } from './verify.ts';

export const isolateInstance = defineAction(spec, {
  data: IsolationData,
  plan: planIsolation,
  apply: ({ parameters }, context) => applyIsolation(parameters.instanceId, context),
  verify: ({ parameters }, context) => verifyIsolation(parameters.instanceId, context),
  undo: ({ instanceId }, context) => undoIsolation(instanceId, context),
  danger: ({ exposed }) =>
    exposed.length > 0 ? `${exposed.join(', ')} may be open to everything: isolate it by hand now` : null,
});
