/**
 * Findings carry text that an intruder may have written: a tag, a user agent, a title. On a terminal,
 * control characters in it would move the cursor, recolour or hide lines.
 */

/** Everything but line feeds and tabs; with `styles`, also but the colours that we set ourselves. */
const controls = {
  // oxlint-disable-next-line no-control-regex
  all: /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g,
  // oxlint-disable-next-line no-control-regex
  butStyles: /\u001B\[\d+(?:;\d+)*m|[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g,
} as const;

const escape = (character: string): string =>
  `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;

/** Shows control characters, and those that turn the direction of text, as JSON would write them. */
export function showControls(text: string, { styles }: { readonly styles: boolean }): string {
  return text.replaceAll(styles ? controls.butStyles : controls.all, (found) =>
    found.length > 1 ? found : escape(found),
  );
}

/** For values that stand in one line: what would begin another becomes a space. */
export const oneLine = (text: string): string => text.replaceAll(/[\t\n\r\u2028\u2029]+/g, ' ');
