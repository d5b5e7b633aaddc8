/** The techniques that actions claim, by id, under the names that https://d3fend.mitre.org has for them. */
const techniques = {
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
} as const;
export type D3fendId = keyof typeof techniques;

/** A Markdown link to the technique's own page, which is found by its name. */
export function linkToTechnique(id: D3fendId): string {
  const name = techniques[id];
  return `[${id} ${name}](https://d3fend.mitre.org/technique/d3f:${name.replaceAll(' ', '')}/)`;
}
