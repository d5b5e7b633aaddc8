import { StepFunctionsError } from './errors.ts';
import type { Page } from './store/execution-store.ts';

interface Paged {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

/** `maxResults` 0 or absent means the normal size. Throws `InvalidToken`. */
export function pageOf(request: Paged, sizes: { readonly normal: number; readonly largest: number }): Page {
  const wanted = request.maxResults ? request.maxResults : sizes.normal;
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > sizes.largest) {
    throw new StepFunctionsError(
      'ValidationException',
      `maxResults is ${wanted}: give 0 to ${sizes.largest}`,
    );
  }
  return { offset: readToken(request.nextToken), limit: wanted };
}

function readToken(token: string | undefined): number {
  if (token === undefined) return 0;
  const offset = Number(Buffer.from(token, 'base64url').toString());
  if (!Number.isInteger(offset) || offset < 1) {
    throw new StepFunctionsError('InvalidToken', 'Invalid Token: give nextToken back as it came');
  }
  return offset;
}

export function toNextToken(page: Page, returned: number, more: boolean): { readonly nextToken?: string } {
  return more ? { nextToken: Buffer.from(String(page.offset + returned)).toString('base64url') } : {};
}
