import { readFile } from 'node:fs/promises';
import { stateMachineOf } from '../../core/playbook/compile/nested-playbook.ts';
import type { Engine } from '../asl/index.ts';
import type { PlaybookLibrary } from '../playbooks/library.ts';
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
  const values = new Map<string, string>([
    ['ResponseStateMachineArn', machineArn('response')],
    ...library.playbooks.map(
      ({ playbook }) => [stateMachineOf(playbook.id), machineArn(`playbook-${playbook.id}`)] as const,
    ),
  ]);
  const fill = (definition: string): unknown =>
    JSON.parse(
      fillPlaceholders(
        definition,
        (name) => values.get(name) ?? (name.endsWith('Function') ? functionArn(name) : undefined),
      ),
    );
  const written = await Promise.all(
    machines.map(async (name) => ({
      name,
      definition: await readFile(new URL(`${name}.asl.json`, folder), 'utf8'),
    })),
  );
  const compiled = library.playbooks.map(({ playbook, definition }) => ({
    name: `playbook-${playbook.id}`,
    definition: JSON.stringify(definition),
  }));
  for (const { name, definition } of [...written, ...compiled]) {
    // oxlint-disable-next-line no-await-in-loop
    await engine.registerStateMachine({ name, definition: fill(definition), checkLate: true });
  }
}
