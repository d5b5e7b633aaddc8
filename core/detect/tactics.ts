/** The tactics of ATT&CK Enterprise, version 18, by id: what findings of any source name. https://attack.mitre.org */
export const tactics = {
  TA0043: 'Reconnaissance',
  TA0042: 'Resource Development',
  TA0001: 'Initial Access',
  TA0002: 'Execution',
  TA0003: 'Persistence',
  TA0004: 'Privilege Escalation',
  TA0005: 'Defense Evasion',
  TA0006: 'Credential Access',
  TA0007: 'Discovery',
  TA0008: 'Lateral Movement',
  TA0009: 'Collection',
  TA0011: 'Command and Control',
  TA0010: 'Exfiltration',
  TA0040: 'Impact',
} as const;
export type TacticId = keyof typeof tactics;
export const tacticIds = Object.keys(tactics) as [TacticId, ...TacticId[]];
