import { checkExpressions } from './check-expressions.ts';
import { checkQueryLanguages } from './check-query-language.ts';
import { checkStates } from './check-states.ts';
import { checkVariables } from './check-variables.ts';
import { findDuplicateKeys } from './duplicate-keys.ts';
import { InvalidDefinition, type DefinitionProblem } from './problems.ts';
import { toProblems } from './schema-problems.ts';
import { MachineDefinition } from './schema.ts';

const LARGEST_DEFINITION = 1_048_576;

/**
 * Returns the definition, or throws {@link InvalidDefinition} with every problem found. Checks what
 * CreateStateMachine checks, and refuses JSONPath and Distributed Map.
 */
export function checkDefinition(text: string): MachineDefinition {
  if (Buffer.byteLength(text) > LARGEST_DEFINITION) {
    throw new InvalidDefinition([{ pointer: '', reason: `has more than ${LARGEST_DEFINITION} bytes` }]);
  }
  const value = parseText(text);
  const problems: DefinitionProblem[] = [...findDuplicateKeys(text)];
  const report = (pointer: string, reason: string): void => void problems.push({ pointer, reason });
  checkQueryLanguages(value, report);
  const parsed = MachineDefinition.safeParse(value, { reportInput: true });
  if (!parsed.success) throw new InvalidDefinition([...problems, ...toProblems(parsed.error.issues)]);
  checkStates(parsed.data, report);
  checkVariables(parsed.data, report);
  checkExpressions(parsed.data, report);
  if (problems.length > 0) throw new InvalidDefinition(problems);
  return parsed.data;
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidDefinition([{ pointer: '', reason: `is not JSON: ${reason}` }]);
  }
}
