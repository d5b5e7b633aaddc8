/** The delivery under which a letter is tried again: one of its own for each attempt, so that names are new ones. */
export const redriveName = (letter: string, attempt: number): string => `redrive-${letter}-${attempt}`;

const pattern = /^redrive-([0-9a-f]{24})-(\d{1,6})$/;

/** Which letter's attempt a delivery is; null where it is none. */
export function readRedrive(delivery: string): { readonly letter: string; readonly attempt: number } | null {
  const [, letter, attempt] = pattern.exec(delivery) ?? [];
  return letter === undefined ? null : { letter, attempt: Number(attempt) };
}
