/** The names of the techniques that actions claim, as https://d3fend.mitre.org has them. */
const techniques: Readonly<Record<string, string>> = {
  'D3-AI': 'Asset Inventory',
  'D3-AL': 'Account Locking',
  'D3-ANCI': 'Authentication Cache Invalidation',
  'D3-APA': 'Access Policy Administration',
  'D3-CR': 'Credential Revocation',
  'D3-EDL': 'Executable Denylisting',
  'D3-HS': 'Host Shutdown',
  'D3-ITF': 'Inbound Traffic Filtering',
  'D3-NI': 'Network Isolation',
  'D3-SCP': 'System Configuration Permissions',
  'D3-UAP': 'User Account Permissions',
};

/** A Markdown link to the technique's own page, which is found by its name. */
export function linkToTechnique(id: string): string {
  const name = Object.hasOwn(techniques, id) ? techniques[id] : undefined;
  if (name === undefined) throw new Error(`core/action-guide/d3fend.ts has no name for ${id}: add it`);
  return `[${id} ${name}](https://d3fend.mitre.org/technique/d3f:${name.replaceAll(' ', '')}/)`;
}
