/**
 * Structures of answers whose members no task reads, by client: each stands for a tree of hundreds of shapes that say
 * what a finding's resource is, and findings come to us by events. The SDK drops what its schema does not name.
 */
const unread: Readonly<Record<string, readonly string[]>> = {
  'client-securityhub': ['ResourceDetails'],
  'client-guardduty': ['Resource', 'Action', 'Detection', 'EbsVolumeScanDetails', 'RuntimeDetails'],
};

/** @throws where the SDK has no such structure any more. */
export const leaveOutMembers = (source: string, client: string): string =>
  (unread[client] ?? []).reduce(leaveOut, source);

function leaveOut(source: string, structure: string): string {
  const declared = new RegExp(`^(export var ${structure}\\$ = \\[3, n0, \\w+),[^;]*;$`, 'm');
  if (!declared.test(source)) throw new Error(`the SDK has no structure ${structure} to leave out`);
  return source.replace(declared, '$1, 0, [], []];');
}
