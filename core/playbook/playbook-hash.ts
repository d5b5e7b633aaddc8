import { canonicalJson } from '../json.ts';
import type { Digest } from '../ports/digest.ts';
import type { Playbook } from './schema.ts';

/** Which text a run followed: the same for any spacing and order of members, and for defaults left out. */
export function playbookHash(playbook: Playbook, digest: Digest): string {
  const { $schema, ...meant } = playbook;
  return digest(canonicalJson(meant));
}
