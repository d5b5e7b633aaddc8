import type { Digest } from '../../core/ports/digest.ts';

/** The store knows links by their hash only: who reads it cannot answer. */
export const hashOfLink = (link: string, digest: Digest): string => digest(`link:${link}`);

/** People type codes in lower case and with spaces. The link is the salt. */
export const hashOfCode = (
  { link, code }: { readonly link: string; readonly code: string },
  digest: Digest,
): string => digest(`code:${link}:${code.replaceAll(/[\s-]/g, '').toUpperCase()}`);
