import type { Machine } from '../machine.ts';
import { checkDefinition, InvalidDefinition } from './check.ts';
import { compileMachine } from './compile.ts';

/**
 * Checks and compiles a definition, given as JSON text or as a value. Throws {@link InvalidDefinition} with every
 * problem found, each with its JSON pointer.
 */
export function loadMachine(definition: unknown): Machine {
  const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
  return compileMachine(checkDefinition(parseText(text)), text);
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidDefinition([{ pointer: '', reason: `is not JSON: ${reason}` }]);
  }
}
