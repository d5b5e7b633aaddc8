/** Either in quotes, which doubled stand for themselves, or without; spaces around do not count. */
const field = /[ \t]*(?:"([^"]*(?:""[^"]*)*)"[ \t\r]*|([^",][^,]*)?)(,|$)/y;

/** The fields of a row of CSV, trimmed; null where a quote does not end, or something follows it. */
export function splitCsvLine(line: string): string[] | null {
  const fields: string[] = [];
  field.lastIndex = 0;
  for (;;) {
    const found = field.exec(line);
    if (found === null) return null;
    const [, quoted, bare = '', end] = found;
    fields.push((quoted?.replaceAll('""', '"') ?? bare).trim());
    if (end === '') return fields;
  }
}
