export interface Piece {
  readonly kind: 'key' | 'string' | 'number' | 'word' | 'plain';
  readonly text: string;
}

/** A string with the colon after it, if it is a key; a number; true, false, null. */
const pattern = /("(?:[^"\\]|\\.)*")(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\b(?:true|false|null)\b/g;

/** JSON text in pieces, each of one colour. Nothing is lost: the pieces together are the text. */
export function paintJson(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) pieces.push({ kind: 'plain', text: text.slice(end, match.index) });
    pieces.push({ kind: kindOf(match), text: match[1] ?? match[0] });
    if (match[2] !== undefined) pieces.push({ kind: 'plain', text: match[2] });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ kind: 'plain', text: text.slice(end) });
  return pieces;
}

function kindOf([whole, string, colon]: RegExpMatchArray): Piece['kind'] {
  if (string !== undefined) return colon === undefined ? 'string' : 'key';
  return /^[tfn]/.test(whole) ? 'word' : 'number';
}

/** JSON text laid out in lines, where it is JSON; else as it came. */
export function layOutJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
