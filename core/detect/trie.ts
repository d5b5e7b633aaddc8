/** Values filed under texts, to be found by whatever begins with one of them. */
export interface Trie<T> {
  readonly values: T[];
  /** By UTF-16 unit. */
  readonly next: Map<number, Trie<T>>;
}

export const createTrie = <T>(): Trie<T> => ({ values: [], next: new Map() });

export function addPrefix<T>(trie: Trie<T>, prefix: string, value: T): void {
  let node = trie;
  for (let at = 0; at < prefix.length; at += 1) {
    const unit = prefix.charCodeAt(at);
    const next = node.next.get(unit) ?? createTrie<T>();
    node.next.set(unit, next);
    node = next;
  }
  node.values.push(value);
}

/** Looks at no more of the text than the longest prefix has. */
export function visitPrefixes<T>(trie: Trie<T>, text: string, visit: (value: T) => void): void {
  let node: Trie<T> | undefined = trie;
  for (let at = 0; node !== undefined; at += 1) {
    for (const value of node.values) visit(value);
    node = at < text.length ? node.next.get(text.charCodeAt(at)) : undefined;
  }
}
