import { createInterface } from 'node:readline/promises';
import { InvalidInput } from '../../core/errors.ts';
import type { Terminal } from './terminal.ts';

/** Asks on the terminal. @throws InvalidInput where there is none: nothing is taken for a yes. */
export async function askYes({ interactive }: Terminal, question: string): Promise<boolean> {
  if (!interactive) throw new InvalidInput('nobody can be asked here; say --yes if it is meant');
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await prompt.question(`${question} [y/N] `)).trim());
  } finally {
    prompt.close();
  }
}
