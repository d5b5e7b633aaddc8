import { ListInstanceProfilesForRoleCommand, type InstanceProfile } from '@aws-sdk/client-iam';
import type { Clients } from '../../aws-clients.ts';

/** Of a role, to the last page. */
export async function listInstanceProfiles(
  iam: Clients['iam'],
  RoleName: string,
): Promise<readonly InstanceProfile[]> {
  const found: InstanceProfile[] = [];
  let Marker: string | undefined;
  do {
    // Each page names the next.
    // oxlint-disable-next-line no-await-in-loop
    const page = await iam.send(new ListInstanceProfilesForRoleCommand({ RoleName, Marker }));
    found.push(...(page.InstanceProfiles ?? []));
    ({ Marker } = page);
  } while (Marker);
  return found;
}
