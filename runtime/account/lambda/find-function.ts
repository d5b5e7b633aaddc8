import type { ReadContext } from '../command.ts';
import { NotSimulated, partitionOf } from '../command.ts';
import type { FunctionRecord } from '../records.ts';
import { functionNotFound, invalidInput } from './lambda-error.ts';

/** A name, `account:function:name`, or an ARN; each may end in a version or an alias. */
const nameFormat = /^(?:(?:arn:[^:]+:lambda:[^:]+:)?\d{12}:function:)?([A-Za-z0-9_-]+)(?::([^:]+))?$/;

/** The function as a whole: versions and aliases are not simulated. */
export function findFunction(given: string | undefined, context: ReadContext): FunctionRecord {
  const [, name, qualifier] = nameFormat.exec(given ?? '') ?? [];
  if (name === undefined) {
    throw invalidInput(
      'functionName',
      given,
      'Member must satisfy regular expression pattern: a name, an ARN or a partial ARN',
    );
  }
  if (qualifier !== undefined) {
    throw new NotSimulated(
      `the simulated account has no versions of functions: name ${name}, not ${name}:${qualifier}`,
    );
  }
  const found = context.get('lambda-function', name);
  if (found) return found;
  const { account, region } = context;
  throw functionNotFound(`arn:${partitionOf(region)}:lambda:${region}:${account}:function:${name}`);
}
