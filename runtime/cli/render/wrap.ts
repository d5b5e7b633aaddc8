import type { Terminal } from '../terminal.ts';

/** Items set one after another, with commas, over as many lines as the terminal's width asks for. */
export function wrapList(
  { width }: Pick<Terminal, 'width'>,
  items: readonly string[],
  indent: string,
): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const [index, item] of items.entries()) {
    const word = index < items.length - 1 ? `${item},` : item;
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && indent.length + longer.length > width) {
      lines.push(indent + line);
      line = word;
    } else line = longer;
  }
  return line === '' ? lines : [...lines, indent + line];
}

/** A text over as many lines as the terminal's width asks for. */
export function wrapWords({ width }: Pick<Terminal, 'width'>, text: string, indent = ''): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(lines.length === 0 ? word : indent + word);
  }
  return lines;
}
