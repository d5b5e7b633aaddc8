import type {
  DeleteFunctionConcurrencyCommandInput,
  DeleteFunctionConcurrencyCommandOutput,
  GetFunctionConcurrencyCommandInput,
  GetFunctionConcurrencyCommandOutput,
  PutFunctionConcurrencyCommandInput,
  PutFunctionConcurrencyCommandOutput,
} from '@aws-sdk/client-lambda';
import type { CommandTable, WriteContext } from '../command.ts';
import { reads, writes } from '../command.ts';
import type { FunctionRecord } from '../records.ts';
import { findFunction } from './find-function.ts';
import { invalidInput, invalidParameter } from './lambda-error.ts';

/** The default quota of an account in a Region, and what must stay for functions without a reservation. */
const accountLimit = 1000;
const leastUnreserved = 100;

/** Nothing is told where nothing is reserved. */
const toConcurrency = ({ reservedConcurrency }: FunctionRecord) =>
  reservedConcurrency === null ? {} : { ReservedConcurrentExecutions: reservedConcurrency };

function putConcurrency(input: PutFunctionConcurrencyCommandInput, context: WriteContext) {
  const { ReservedConcurrentExecutions: wanted } = input;
  if (wanted === undefined || wanted < 0) {
    throw invalidInput(
      'reservedConcurrentExecutions',
      wanted,
      wanted === undefined ? 'Member must not be null' : 'Member must have value greater than or equal to 0',
    );
  }
  const found = findFunction(input.FunctionName, context);
  const others = Array.from(context.list('lambda-function')).filter((item) => item !== found);
  const reserved = others.reduce((sum, { reservedConcurrency }) => sum + (reservedConcurrency ?? 0), wanted);
  if (wanted > 0 && accountLimit - reserved < leastUnreserved) {
    throw invalidParameter(
      `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${leastUnreserved}].`,
    );
  }
  const changed = { ...found, reservedConcurrency: wanted };
  context.put('lambda-function', changed);
  return toConcurrency(changed);
}

/** Deleting what was never put is no error. */
function deleteConcurrency(input: DeleteFunctionConcurrencyCommandInput, context: WriteContext) {
  const found = findFunction(input.FunctionName, context);
  context.put('lambda-function', { ...found, reservedConcurrency: null });
  return {};
}

export const concurrencyCommands: CommandTable = {
  GetFunctionConcurrency: reads<GetFunctionConcurrencyCommandInput, GetFunctionConcurrencyCommandOutput>(
    ['FunctionName'],
    (input, context) => toConcurrency(findFunction(input.FunctionName, context)),
  ),
  PutFunctionConcurrency: writes<PutFunctionConcurrencyCommandInput, PutFunctionConcurrencyCommandOutput>(
    ['FunctionName', 'ReservedConcurrentExecutions'],
    putConcurrency,
  ),
  DeleteFunctionConcurrency: writes<
    DeleteFunctionConcurrencyCommandInput,
    DeleteFunctionConcurrencyCommandOutput
  >(['FunctionName'], deleteConcurrency),
};
