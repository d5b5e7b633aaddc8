import { malformedPolicy, need } from './iam-error.ts';

/** IAM gives policy documents back URL-encoded (RFC 3986). */
export const encodeDocument = (document: string): string =>
  encodeURIComponent(document).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** The policy text if IAM would take it. Its grammar is not checked beyond the outline. */
export function readDocument(document: string | undefined): string {
  const text = need(document, 'policyDocument');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw malformedPolicy('Syntax errors in policy.');
  }
  if (typeof parsed !== 'object' || parsed === null || !('Statement' in parsed)) {
    throw malformedPolicy('Syntax errors in policy.');
  }
  return text;
}
