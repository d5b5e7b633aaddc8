/** `Ana`, `ana ` and `ａｎａ` are one person: who is counted twice, or approves what they asked for, must not go by spelling. */
export const isSamePerson = (one: string | null, other: string | null): boolean =>
  one !== null && other !== null && fold(one) === fold(other);

const fold = (name: string): string => name.normalize('NFKC').trim().toLowerCase();
