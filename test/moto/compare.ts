import { operationOf } from '../../tasks/actions/runner/permissions.ts';
import type { Both } from './both.ts';
import type { ComparedCall, Known } from './compared-call.ts';

/** What a call came to: an error's name, or the answer. */
export type Outcome = { readonly error: string } | { readonly answer: object };

export interface Comparison {
  /** `ec2 StopInstances: stopping`. */
  readonly name: string;
  readonly differences: readonly string[];
}

/** The type at each place of an answer; elements of a list count as one. What is empty says nothing. */
function shapeOf(answer: object): ReadonlyMap<string, string> {
  const shape = new Map<string, string>();
  const add = (value: unknown, path: string): void => {
    if (Array.isArray(value)) for (const item of value) add(item, `${path}[]`);
    else if (value instanceof Date) shape.set(path, 'date');
    else if (typeof value === 'object' && value !== null) addMembers(value, `${path}.`);
    else if (value !== undefined && value !== null) shape.set(path, typeof value);
  };
  const addMembers = (value: object, prefix: string): void => {
    for (const [key, inner] of Object.entries(value)) if (key !== '$metadata') add(inner, `${prefix}${key}`);
  };
  addMembers(answer, '');
  return shape;
}

/**
 * In what the simulated account's answer differs: another error or none, a member that moto does not answer,
 * or one of another type. AWS, and moto, answer more than the simulated account does.
 */
export function findDifferences(simulated: Outcome, moto: Outcome): readonly string[] {
  if ('error' in simulated || 'error' in moto) {
    const [ours, theirs] = [simulated, moto].map((outcome) =>
      'error' in outcome ? outcome.error : 'an answer',
    );
    return ours === theirs ? [] : [`${ours}, moto: ${theirs}`];
  }
  const theirs = shapeOf(moto.answer);
  const differences = [...shapeOf(simulated.answer)].flatMap(([path, type]) => {
    const other = theirs.get(path);
    if (other === type) return [];
    return [
      other === undefined
        ? `${highestMissing(path, theirs)}: moto has none`
        : `${path}: ${type}, moto: ${other}`,
    ];
  });
  return [...new Set(differences)];
}

/** The member nearest to the root that is not there. */
function highestMissing(path: string, known: ReadonlyMap<string, string>): string {
  const parent = path.replace(/(\.[^.[]+|\[\]|^[^.[]+)$/, '');
  const isThere = [...known.keys()].some(
    (one) => one.startsWith(`${parent}.`) || one.startsWith(`${parent}[]`),
  );
  return parent === '' || isThere ? path : highestMissing(parent, known);
}

const outcomeOf = async (call: Promise<object>): Promise<Outcome> =>
  await call.then(
    (answer) => ({ answer }),
    (error: Error) => ({ error: error.name }),
  );

/** Makes every call on both accounts, one after the other. */
export async function compareCalls(
  calls: readonly ComparedCall[],
  { names, moto, simulated }: Both,
): Promise<readonly Comparison[]> {
  const known: { moto: Known; simulated: Known } = { moto: {}, simulated: {} };
  const comparisons: Comparison[] = [];
  for (const { title, service, command, keep } of calls) {
    const sent = command(names, known.simulated);
    const ours = await outcomeOf(simulated(service, sent));
    const theirs = await outcomeOf(moto(service, command(names, known.moto)));
    if (keep && 'answer' in ours) Object.assign(known.simulated, keep(ours.answer));
    if (keep && 'answer' in theirs) Object.assign(known.moto, keep(theirs.answer));
    const name = `${service} ${operationOf(sent)}: ${title}`;
    comparisons.push({ name, differences: findDifferences(ours, theirs) });
  }
  return comparisons;
}
