import type * as z from 'zod';
import { pointTo, type DefinitionProblem } from './problems.ts';

/** Fields that only JSONPath states have. */
const JSONPATH_FIELDS: ReadonlySet<string> = new Set([
  'InputPath',
  'OutputPath',
  'ResultPath',
  'Parameters',
  'ResultSelector',
  'Result',
  'ItemsPath',
  'SecondsPath',
  'TimestampPath',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'MaxConcurrencyPath',
  'ToleratedFailureCountPath',
  'ToleratedFailurePercentagePath',
  'ErrorPath',
  'CausePath',
  'Variable',
  'And',
  'Or',
  'Not',
]);
/** What Choice rules compare with in JSONPath: `StringEquals`, `NumericLessThanPath`, `IsPresent` and so on. */
const JSONPATH_COMPARISON =
  /^(?:(?:String|Numeric|Timestamp|Boolean)(?:Equals|Less|Greater|Matches)\w*|Is[A-Z]\w+)$/;

const DISTRIBUTED_FIELDS: ReadonlySet<string> = new Set([
  'ItemReader',
  'ItemBatcher',
  'ResultWriter',
  'Label',
  'ExecutionType',
]);

const DISTRIBUTED_MAP =
  'Distributed Map is not supported: take {"Mode": "INLINE"}, and Items in place of an ItemReader';

/** Says what a schema found, field by field. */
export function toProblems(issues: readonly z.core.$ZodIssue[]): readonly DefinitionProblem[] {
  const all = issues.flatMap(toProblem);
  const jsonPath = all.filter(({ reason }) => reason.includes('JSONPath'));
  return jsonPath.length > 0 ? jsonPath : all;
}

function toProblem(issue: z.core.$ZodIssue): readonly DefinitionProblem[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  const pointer = pointTo('', ...path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ pointer: pointTo(pointer, key), reason: describeUnknown(key) }));
  }
  if (path.at(-1) === 'Mode' && path.at(-2) === 'ProcessorConfig')
    return [{ pointer, reason: DISTRIBUTED_MAP }];
  return [{ pointer, reason: describeValue(issue) }];
}

function describeUnknown(key: string): string {
  if (JSONPATH_FIELDS.has(key) || JSONPATH_COMPARISON.test(key)) {
    return `"${key}" belongs to JSONPath, which is not supported: write the state in JSONata (Arguments, Output, Assign, Condition)`;
  }
  if (DISTRIBUTED_FIELDS.has(key)) return DISTRIBUTED_MAP;
  return `"${key}" is not a field that can stand here`;
}

function describeValue(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.input === undefined && issue.path.length > 0) {
    return `the field is missing, or not ${issue.expected}`;
  }
  if (issue.code === 'invalid_union' && issue.path.at(-1) === 'Type') {
    return 'Type must be one of Pass, Task, Choice, Wait, Succeed, Fail, Parallel, Map';
  }
  return issue.message;
}
