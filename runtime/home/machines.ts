import { readFile } from 'node:fs/promises';
import { stateMachineOf } from '../../core/playbook/compile/nested-playbook.ts';
import type { Engine } from '../asl/index.ts';
import type { PlaybookLibrary } from '../playbooks/library.ts';
import type { LoadedPlaybook } from '../playbooks/read-playbook.ts';
import { fillPlaceholders } from './fill-placeholders.ts';
import { functionArn, machineArn } from './place.ts';

const folder = new URL('../../statemachines/', import.meta.url);

/** The machines that are written by hand; each playbook adds one of its own. */
const machines = ['triage', 'response'] as const;

/**
 * Gives the engine every state machine, with the embedded home's ARNs in the place of placeholders. A command runs few
 * of them, and checking all would be most of its start.
 */
export async function registerMachines(engine: Engine, library: PlaybookLibrary): Promise<void> {
  const fill = createFill(library);
  const written = await Promise.all(
    machines.map(async (name) => ({
      name,
      definition: JSON.stringify(JSON.parse(await readFile(new URL(`${name}.asl.json`, folder), 'utf8'))),
    })),
  );
  for (const { name, definition } of [...written, ...library.playbooks.map(machineOf)]) {
    // oxlint-disable-next-line no-await-in-loop
    await engine.registerStateMachine({ name, definition: fill(definition), checkLate: true });
  }
}

/** Gives it the state machine of one playbook. Executions that run go on with the definition that they began with. */
export async function registerPlaybook(
  engine: Engine,
  library: PlaybookLibrary,
  loaded: LoadedPlaybook,
): Promise<void> {
  const { name, definition } = machineOf(loaded);
  await engine.registerStateMachine({ name, definition: createFill(library)(definition) });
}

/** Homes of one process share their playbooks, and the tests of playbooks open a home for each case. */
const texts = new WeakMap<LoadedPlaybook, string>();

function machineOf(loaded: LoadedPlaybook): { readonly name: string; readonly definition: string } {
  const definition = texts.get(loaded) ?? JSON.stringify(loaded.definition);
  texts.set(loaded, definition);
  return { name: `playbook-${loaded.playbook.id}`, definition };
}

function createFill(library: PlaybookLibrary): (definition: string) => string {
  const values = new Map<string, string>([
    ['ResponseStateMachineArn', machineArn('response')],
    ...library.playbooks.map(
      ({ playbook }) => [stateMachineOf(playbook.id), machineArn(`playbook-${playbook.id}`)] as const,
    ),
  ]);
  return (definition) =>
    fillPlaceholders(
      definition,
      (name) => values.get(name) ?? (name.endsWith('Function') ? functionArn(name) : undefined),
    );
}
