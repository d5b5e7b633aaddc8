/** States are named `<step>: <phase>`. A choice's `Failed` stands apart: the steps in it lead there, not to their own choice. */
export function groupOf(state: string): string {
  if (['Ended', 'Rollback', 'End'].includes(state)) return 'End';
  const { step, phase } = partsOf(state);
  return phase === null || phase === 'Failed' ? state : `${step}:`;
}

/** `isolate: Plan` → step `isolate`, phase `Plan`. Other states have no phase. */
export function partsOf(state: string): { readonly step: string; readonly phase: string | null } {
  const at = state.indexOf(': ');
  return at < 0 ? { step: state, phase: null } : { step: state.slice(0, at), phase: state.slice(at + 2) };
}
