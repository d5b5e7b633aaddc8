import type { Machine } from '../machine.ts';
import { checkDefinition } from './check.ts';
import { compileMachine } from './compile.ts';

/** More than any home has machines; beyond it, those at hand are loaded anew. */
const MOST_REMEMBERED = 1000;
const remembered = new Map<string, Machine>();

/**
 * Checks and compiles a definition, given as JSON text or as a value. Throws `InvalidDefinition`. A machine holds
 * no state, so that all homes of a process share those of one text: a test opens many.
 */
export function loadMachine(definition: unknown): Machine {
  const text = toDefinitionText(definition);
  const known = remembered.get(text);
  if (known) return known;
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  const machine = compileMachine(checkDefinition(text), text);
  remembered.set(text, machine);
  return machine;
}

export const toDefinitionText = (definition: unknown): string =>
  typeof definition === 'string' ? definition : (JSON.stringify(definition) ?? '');
