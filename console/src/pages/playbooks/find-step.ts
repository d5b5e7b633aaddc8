/** Where a step's id stands in a playbook's text; null: nowhere. `isolate:` and `isolate: Plan` are of the step `isolate`. */
export function findStep(text: string, state: string): { readonly from: number; readonly to: number } | null {
  const id = state.replace(/:.*$/, '');
  if (!/^\w+$/.test(id)) return null;
  const match = new RegExp(`"id"\\s*:\\s*"${id}"`).exec(text);
  return match === null ? null : { from: match.index, to: match.index + match[0].length };
}
