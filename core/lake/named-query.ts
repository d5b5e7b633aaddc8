/** A statement that ships with the program: `queries/<name>.sql`. */
export interface NamedQuery {
  readonly name: string;
  /** The first line of its comment: what it shows. */
  readonly shows: string;
  /** The rest of its comment: when one asks it, and what to make of the answer. */
  readonly when: string;
  readonly sql: string;
}

/** The comment that a query begins with is what people are told of it. */
export function parseNamedQuery(name: string, text: string): NamedQuery {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('--'));
  const [shows = '', ...when] = lines.slice(0, end).map((line) => line.replace(/^--\s*/, ''));
  return { name, shows, when: when.join(' ').trim(), sql: text };
}
