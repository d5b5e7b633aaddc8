import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../core/json.ts';
import { changeEvent } from '../../core/change-event.ts';
import type { Mode } from '../../core/playbook/protocol.ts';
import { loadExample } from '../support/findings/load-event.ts';
import { openTestHome } from '../support/home.ts';

async function tellPeople(event: JsonObject, mode: Mode): Promise<string> {
  const home = await openTestHome({ config: { mode } });
  try {
    await home.send(event);
    const { notifications } = await home.report();
    return notifications
      .filter(({ kind }) => kind === 'note')
      .map(({ body }) => body)
      .join('\n');
  } finally {
    await home.close();
  }
}

describe('what people are told of evidence', () => {
  const stolen = loadExample('role-credentials-exfiltrated');
  it.each([
    ['auto', 'Its volumes are snapshotted.'],
    ['shadow', 'Its volumes are not snapshotted: do that first.'],
  ] as const)('is true in mode %s', async (mode, words) => {
    expect(await tellPeople(stolen, mode)).toContain(words);
  });
});

describe('the commands that people are told to type', () => {
  const kubernetes = loadExample('kubernetes-privileged-container');
  it.each<readonly [string, JsonObject, string]>([
    [
      'keep the API of a cluster reachable from inside where its public endpoint is closed',
      changeEvent(kubernetes, { '/detail/type': 'Discovery:Kubernetes/SuccessfulAnonymousAccess' }),
      'endpointPublicAccess=false,endpointPrivateAccess=true',
    ],
    [
      'name the cluster whose public endpoint is closed to strangers',
      changeEvent(kubernetes, { '/detail/type': 'Discovery:Kubernetes/TorIPCaller' }),
      '--resources-vpc-config endpointPublicAccess=true,publicAccessCidrs=YOUR_CIDR',
    ],
    [
      'change the security groups of Aurora where they are: at the cluster',
      loadExample('rds-brute-force'),
      'aws rds modify-db-cluster --db-cluster-identifier orders --vpc-security-group-ids GROUP_ID',
    ],
    [
      'name the instance that is not to be reached from the internet',
      loadExample('rds-brute-force'),
      'aws rds modify-db-instance --db-instance-identifier orders-1 --no-publicly-accessible',
    ],
  ])('%s', async (_title, event, command) => {
    expect(await tellPeople(event, 'shadow')).toContain(command);
  });
});
