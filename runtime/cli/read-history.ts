import { NotFound } from '../../core/errors.ts';
import type { Engine, HistoryEvent } from '../asl/index.ts';
import { listExecutions, readEvents } from '../home/engine-ports.ts';
import { machineArn } from '../home/place.ts';

/**
 * Every event of an execution.
 * @param execution its name or ARN.
 * @throws NotFound when no execution has this name.
 */
export function readHistory(engine: Engine, execution: string): readonly HistoryEvent[] {
  const executionArn = execution.startsWith('arn:') ? execution : findArn(engine, execution);
  return readEvents(engine, executionArn);
}

function findArn(engine: Engine, name: string): string {
  const found = listExecutions(engine).find((execution) => execution.name === name);
  if (found === undefined)
    throw new NotFound(`there is no execution ${name}; name one of those that history lists without a name`);
  return `${machineArn(found.stateMachine).replace(':stateMachine:', ':execution:')}:${name}`;
}
