import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InvalidInput } from '../../core/errors.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { changeEvent } from '../../core/change-event.ts';
import { shippedPlaybooks } from '../home/shipped-playbooks.ts';
import type { FoundExample } from './find-example.ts';
import { createLibrary, focusOn } from './library.ts';
import type { LoadedPlaybook } from './read-playbook.ts';
import { playCase } from './run-case.ts';

interface FirstCases {
  readonly high: JsonObject;
  readonly low: JsonObject;
  /** What the action came to on the example, where it was not applied. */
  readonly denied: string | null;
}

/** Two cases that pass: one in which the playbook runs, one in which it does not. */
export async function makeCases(
  loaded: LoadedPlaybook,
  example: FoundExample,
  folder: string,
): Promise<FirstCases> {
  const { expect, denied } = await observe(loaded, example.event);
  const event = (change: JsonObject) => referTo(example, folder, change);
  const $schema = schemaFrom(folder, 'case.schema.json');
  const title = (rated: string, what: string) => `What GuardDuty rates ${rated} is ${what}`;
  return {
    high: { $schema, title: title('High', 'answered'), event: event({}), expect },
    low: {
      $schema,
      title: title('Low', 'left to people'),
      event: event({ '/detail/severity': 2 }),
      expect: { runs: false },
    },
    denied,
  };
}

/** What happens to the example is what its case expects: the author changes both from there. */
async function observe(loaded: LoadedPlaybook, event: JsonObject) {
  const { id } = loaded.playbook;
  const approvals = [{ step: 'contain', answer: 'approve' as const }];
  const release = { undone: [], left: [] };
  const expect = {
    runs: true as const,
    status: 'succeeded' as const,
    steps: [],
    actions: [],
    approvals,
    release,
  };
  const library = focusOn(createLibrary([loaded]), id);
  const played = await playCase(library, id, { file: id, title: id, mode: 'auto', event, expect });
  const { outcome, released } = played;
  if (outcome === null)
    throw new InvalidInput(
      `the example does not reach it: ${played.refused.join('; ') || 'its risk is too low'}`,
    );
  const { status, steps, actions, approvals: asked } = outcome;
  const [first] = actions;
  return {
    denied: first === undefined || first.status === 'applied' ? null : `${first.status} on ${first.target}`,
    expect: {
      runs: true,
      status,
      steps: [...steps],
      ...(actions.length > 0 && { actions: actions.map(withoutNull) }),
      ...(asked.length > 0 && { approvals: asked }),
      ...(released !== null && released.undone.length > 0 && { release: { undone: [...released.undone] } }),
    } as JsonObject,
  };
}

const withoutNull = (action: object): Json =>
  Object.fromEntries(Object.entries(action).filter(([, value]) => value !== null)) as JsonObject;

export const schemaFrom = (folder: string, name: string): string =>
  pathFrom(folder, join(shippedPlaybooks, name));

/** As JSON has it, whatever the system's separator. */
function pathFrom(folder: string, path: string): string {
  const way = relative(resolve(folder), path);
  return isAbsolute(way) ? way : way.split(sep).join('/');
}

const ownFolder = fileURLToPath(new URL('../../', import.meta.url));

/** An example of this checkout is referred to; elsewhere the event stands in the case, which can be moved then. */
function referTo({ event, file }: FoundExample, cases: string, change: JsonObject): JsonObject {
  if (file !== null && `${resolve(cases)}${sep}`.startsWith(ownFolder)) {
    return { $ref: pathFrom(cases, file), ...(Object.keys(change).length > 0 && { change }) };
  }
  return changeEvent(event, change as Readonly<Record<string, Json>>);
}
