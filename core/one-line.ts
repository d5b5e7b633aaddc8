/**
 * Foreign text as a part of a line: what breaks lines or turns the direction of text, and other control characters, become
 * spaces.
 */
export const toOneLine = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, ' ');

/** A message of so many lines, whatever stands in them: nobody else writes a line of ours. */
export const joinLines = (lines: readonly string[]): string => lines.map(toOneLine).join('\n');
