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
  return fromOddTaxonomy(type) ?? fromTaxonomyAsARule(type);
}

/**
 * Spellings that leave out, or put elsewhere, a part of GuardDuty's type.
 * https://docs.aws.amazon.com/guardduty/latest/ug/securityhub-integration.html
 */
function fromOddTaxonomy(type: string): string | undefined {
  const [namespace, category = '', name = '', ...more] = type.split('/');
  if (namespace !== 'TTPs' || more.length > 0) return undefined;
  const purpose = category.replaceAll(' ', '');
  // TTPs/Credential Access/IAMUser-AnomalousBehavior, TTPs/Discovery/RDS-TorIPCaller
  const [, about, family] = /^(IAMUser|RDS)-([^:]+)$/.exec(name) ?? [];
  if (family !== undefined) return `${purpose}:${about}/${family}`;
  // TTPs/DefenseEvasion/EC2:Unusual-DNS-Resolver
  const [, words] = /^EC2:(Unusual-.+)$/.exec(name) ?? [];
  if (words !== undefined) return `${purpose}:EC2/${words.replaceAll('-', '')}`;
  // TTPs/AnomalousBehavior/Execution:Kubernetes-ExecInPod
  const [, own, mechanism] = /^([A-Za-z]+:Kubernetes)-(.+)$/.exec(name) ?? [];
  return own !== undefined && purpose === 'AnomalousBehavior'
    ? `${own}/AnomalousBehavior.${mechanism}`
    : undefined;
}

function fromTaxonomyAsARule(type: string): string {
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
