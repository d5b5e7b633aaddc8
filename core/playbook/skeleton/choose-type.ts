import { InvalidInput } from '../../errors.ts';
import { activeFindingTypes } from '../../finding-types.ts';
import { findNearest } from '../../problem/nearest-name.ts';

/** What a new playbook answers: the pattern of its trigger, and one type that it matches. */
export interface ChosenType {
  readonly pattern: string | { readonly prefix: string };
  readonly example: string;
}

/**
 * @param text a finding type of GuardDuty's, or how some of them begin.
 * @throws InvalidInput when there is none, with the nearest that there is.
 */
export function chooseType(text: string): ChosenType {
  if (activeFindingTypes.includes(text)) return { pattern: text, example: text };
  const example = activeFindingTypes.find((type) => type.startsWith(text));
  if (text !== '' && example !== undefined) return { pattern: { prefix: text }, example };
  const beginnings = activeFindingTypes.map((type) => type.replace(/\/.*/, '/'));
  const nearest = findNearest(text, [...activeFindingTypes, ...beginnings]);
  const remedy =
    nearest === undefined
      ? 'give one such as CryptoCurrency:EC2/ or Policy:S3/'
      : `did you mean "${nearest}"?`;
  throw new InvalidInput(`no active GuardDuty finding type begins with "${text}"; ${remedy}`);
}
