import { StepFunctionsError } from './errors.ts';

/** `maxResults` 0 or absent means the normal size. Throws `ValidationException`. */
export function pageSizeOf(
  { maxResults }: { readonly maxResults?: number | undefined },
  sizes: { readonly normal: number; readonly largest: number },
): number {
  const wanted = maxResults ? maxResults : sizes.normal;
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > sizes.largest) {
    throw new StepFunctionsError(
      'ValidationException',
      `maxResults is ${wanted}: give 0 to ${sizes.largest}`,
    );
  }
  return wanted;
}

/** What is paged through: a token of one list leads nowhere in another. */
export type Paged = 'executions' | 'events' | 'events-reversed';

/**
 * Tokens name the last item that was shown, not how many came before: pages far back cost what the first one costs, and
 * nothing is shown twice because something came in between.
 */
export const writeToken = (paged: Paged, ...place: readonly number[]): string =>
  Buffer.from([paged, ...place].join(' ')).toString('base64url');

/** The place that `writeToken` was given; undefined for the first page. Throws `InvalidToken`. */
export function readToken(paged: Paged, token: string | undefined): readonly number[] | undefined {
  if (token === undefined) return undefined;
  const [name, ...place] = Buffer.from(token, 'base64url').toString().split(' ');
  const numbers = place.map(Number);
  if (name !== paged || numbers.length === 0 || !numbers.every((number) => Number.isSafeInteger(number))) {
    throw new StepFunctionsError('InvalidToken', 'Invalid Token: give nextToken back as it came');
  }
  return numbers;
}
