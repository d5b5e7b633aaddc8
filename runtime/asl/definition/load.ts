import type { Machine } from '../machine.ts';
import { checkDefinition } from './check.ts';
import { compileMachine } from './compile.ts';

/** Checks and compiles a definition, given as JSON text or as a value. Throws `InvalidDefinition`. */
export function loadMachine(definition: unknown): Machine {
  const text = toDefinitionText(definition);
  return compileMachine(checkDefinition(text), text);
}

export const toDefinitionText = (definition: unknown): string =>
  typeof definition === 'string' ? definition : (JSON.stringify(definition) ?? '');
