/** Foreign text as a part of a line: what breaks lines, and other control characters, become spaces. */
export const toOneLine = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ');
