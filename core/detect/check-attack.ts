import type { Json } from '../json.ts';
import { type Path, toPointer, valueAt } from '../json-pointer.ts';
import type { Problem } from '../problem/problem.ts';
import { type TacticId, tacticIds, tactics } from './tactics.ts';
import { tacticsOfTechnique } from './techniques.ts';

/**
 * What is wrong with a rule's `attack` beyond its shape: techniques that ATT&CK does not have, and tactics and techniques
 * that do not belong together. Whoever looks for a tactic would find the rule under it, and nothing that is meant.
 */
export function checkAttack(rule: Json): Problem[] {
  const named = textsAt(rule, ['attack', 'tactics']);
  const used = textsAt(rule, ['attack', 'techniques']);
  const known = used.flatMap(({ text, path }) => {
    const served = tacticsOfTechnique(text);
    return served === undefined ? [] : [{ text, path, served }];
  });
  const apart = known.filter(({ served }) => !named.some(({ text }) => served.includes(text as TacticId)));
  const served = new Set<string>(known.flatMap((technique) => technique.served));
  const unknown = used.filter(({ text }) => isWellFormed(text) && tacticsOfTechnique(text) === undefined);
  // What is missing or misspelt could be the other's own.
  const isWhole = named.length > 0 && named.every(({ text }) => isTactic(text));
  if (!isWhole || used.length === 0 || known.length < used.length) return unknown.map(refuseUnknown);
  return [
    ...apart.map(refuseApart),
    ...(apart.length > 0 ? [] : named.filter(({ text }) => !served.has(text)).map(refuseIdle)),
  ];
}

interface Named {
  readonly text: string;
  readonly path: Path;
}

function textsAt(rule: Json, path: Path): Named[] {
  const list = valueAt(rule, path);
  if (!Array.isArray(list)) return [];
  return (list as readonly Json[]).flatMap((text, index) =>
    typeof text === 'string' ? [{ text, path: [...path, index] }] : [],
  );
}

const isTactic = (text: string): boolean => (tacticIds as readonly string[]).includes(text);

/** Any other, the schema refuses. */
const isWellFormed = (text: string): boolean => /^T\d{4}(\.\d{3})?$/.test(text);

const describe = (id: TacticId): string => `${id} (${tactics[id]})`;

function refuseUnknown({ text, path }: Named): Problem {
  const message = 'is no technique of ATT&CK 18 that shows in logs';
  return { pointer: toPointer(path), message, value: text, remedy: 'look it up at attack.mitre.org' };
}

function refuseApart({ text, path, served }: Named & { readonly served: readonly TacticId[] }): Problem {
  const message = `serves ${served.map(describe).join(' or ')}, and the rule names no such tactic`;
  return { pointer: toPointer(path), message, value: text, remedy: 'name its tactic, or another technique' };
}

function refuseIdle({ text, path }: Named): Problem {
  const message = `is ${tactics[text as TacticId]}, which none of the rule’s techniques serves`;
  return { pointer: toPointer(path), message, value: text, remedy: 'leave it out, or name its technique' };
}
