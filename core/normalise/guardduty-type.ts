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

/**
 * Spellings that leave out, or put elsewhere, a part of GuardDuty's type.
 * https://docs.aws.amazon.com/guardduty/latest/ug/securityhub-integration.html
 */
const oddSpellings: readonly (readonly [RegExp, (...parts: readonly string[]) => string])[] = [
  // TTPs/Credential Access/IAMUser-AnomalousBehavior, TTPs/Discovery/RDS-TorIPCaller
  [
    /^TTPs\/([^/]+)\/(IAMUser|RDS)-([^/:]+)$/,
    (purpose = '', about, family) => `${purpose.replaceAll(' ', '')}:${about}/${family}`,
  ],
  // TTPs/DefenseEvasion/EC2:Unusual-DNS-Resolver
  [
    /^TTPs\/([^/]+)\/EC2:(Unusual-[^/]+)$/,
    (purpose, words = '') => `${purpose}:EC2/${words.replaceAll('-', '')}`,
  ],
  // TTPs/AnomalousBehavior/Execution:Kubernetes-ExecInPod
  [
    /^TTPs\/AnomalousBehavior\/([A-Za-z]+:Kubernetes)-([^/]+)$/,
    (about, mechanism) => `${about}/AnomalousBehavior.${mechanism}`,
  ],
];

function fromTaxonomy(type: string): string {
  for (const [pattern, spell] of oddSpellings) {
    const found = pattern.exec(type);
    if (found !== null) return spell(...found.slice(1));
  }
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
