/** GuardDuty's own notation: `ThreatPurpose:Resource/Family.Mechanism!Artifact`. */
const notation = /^[A-Za-z]+:[A-Za-z0-9]+\/\S+$/;

/**
 * The type in GuardDuty's notation, out of a list of types. Security Hub puts a taxonomy before it and
 * a dash for the slash: `TTPs/Command and Control/CryptoCurrency:EC2-BitcoinTool.B!DNS`; OCSF lists it
 * beside others (`Threats`).
 */
export function guardDutyTypeAmong(types: readonly string[]): string | undefined {
  return types.map(fromTaxonomy).find((type) => notation.test(type));
}

function fromTaxonomy(type: string): string {
  const segments = type.split('/');
  const at = segments.findIndex((segment) => segment.includes(':'));
  if (at === -1) return type;
  const own = segments.slice(at).join('/');
  return own.includes('/') ? own : own.replace(/^([^:]*:[^-]*)-/, '$1/');
}

/** Threat purposes that are ATT&CK tactics, under ATT&CK's name. The others (Policy, PenTest, …) are none. */
const tactics = new Map([
  ['Backdoor', 'Command and Control'],
  ['CredentialAccess', 'Credential Access'],
  ['CryptoCurrency', 'Impact'],
  ['DefenseEvasion', 'Defense Evasion'],
  ['Discovery', 'Discovery'],
  ['Execution', 'Execution'],
  ['Exfiltration', 'Exfiltration'],
  ['Impact', 'Impact'],
  ['InitialAccess', 'Initial Access'],
  ['Persistence', 'Persistence'],
  ['PrivilegeEscalation', 'Privilege Escalation'],
  ['Recon', 'Discovery'],
  ['Stealth', 'Defense Evasion'],
]);

/** https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-format.html */
export function tacticsOfType(type: string | undefined): string[] {
  const tactic = tactics.get(type?.split(':', 1)[0] ?? '');
  return tactic === undefined ? [] : [tactic];
}
