import type { Resource } from '../../core/finding.ts';
import { createSimulatedAccounts, type SimulatedAccounts } from '../../runtime/account/simulated-accounts.ts';
import { openDatabase } from '../../runtime/store/database.ts';
import { sendOf } from '../../tasks/aws-clients.ts';
import { makeFinding, scalingGroup, targetGroup } from '../runtime/account/world.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { openLab, region, type Send } from './lab.ts';
import { setUpBalancers, setUpScalingGroup } from './set-up-scaling.ts';
import { openToAll, setUpBucket, setUpFunction, setUpInstance, setUpRole, setUpUser } from './set-up.ts';

/** What stands in both accounts, under the names that moto gave. */
export type Names = Awaited<ReturnType<typeof setUpMoto>>['names'];

/** The same small world twice: on moto, made through the SDK, and in a simulated account, seeded from a finding. */
export interface Both {
  readonly names: Names;
  readonly moto: Send;
  readonly simulated: Send;
}

async function setUpMoto() {
  const lab = await openLab();
  const instance = await setUpInstance(lab);
  const user = await setUpUser(lab);
  await setUpRole(lab, 'deploy');
  const bucket = await setUpBucket(lab);
  await openToAll(lab, bucket.bucketName);
  const names = {
    ...instance,
    ...user,
    ...bucket,
    ...(await setUpScalingGroup(lab, instance)),
    ...(await setUpBalancers(lab, instance)),
    ...(await setUpFunction(lab)),
    roleName: 'deploy',
    account: lab.account,
  };
  return { send: lab.send, names };
}

export async function openBoth(): Promise<Both> {
  const { send: moto, names } = await setUpMoto();
  const { account, instanceId, vpcId, subnetId, groupId } = names;
  const { firstInterface, secondInterface } = names;
  const resources: Resource[] = [
    {
      kind: 'ec2-instance',
      instanceId,
      vpcId,
      subnetId,
      instanceProfileArn: `arn:aws:iam::${account}:instance-profile/web`,
      interfaces: [firstInterface, secondInterface].map((networkInterfaceId) => ({
        networkInterfaceId,
        vpcId,
        securityGroupIds: [groupId],
      })),
      tags: { Name: 'web-1' },
    },
    { kind: 'iam-access-key', accessKeyId: names.accessKeyId, userName: 'alice', userType: 'IAMUser' },
    { kind: 'iam-role', roleName: 'deploy' },
    { kind: 's3-bucket', bucketName: names.bucketName },
    { kind: 'lambda-function', functionName: names.functionName },
  ];
  const accounts = createSimulatedAccounts({
    database: openDatabase(':memory:'),
    clock: createManualClock(),
  });
  await accounts.seed(makeFinding(resources, { account }));
  await givePassword(accounts, account);
  await putIntoService(accounts, names);
  const clients = accounts.access({
    account,
    region,
    trusted: true,
    incident: 'inc-0',
    purpose: 'test',
    permissions: [],
  });
  return { names, moto, simulated: (service, command) => sendOf(clients, service)(command) as Promise<any> };
}

/** Seeding makes none up. */
async function givePassword(accounts: SimulatedAccounts, account: string): Promise<void> {
  const alice = accounts.snapshot(account).user.find(({ userName }) => userName === 'alice');
  if (!alice) throw new Error('no user was seeded');
  const loginProfileSince = '2026-01-01T00:00:00.000Z';
  await accounts.put('user', { account, region }, { ...alice, loginProfileSince });
}

/** As the scaling group and the load balancers of the world of the simulated account's own tests. */
async function putIntoService(accounts: SimulatedAccounts, names: Names): Promise<void> {
  const { account, instanceId, vpcId } = names;
  const place = { account, region };
  const [member] = scalingGroup.members;
  if (!member) throw new Error('the group has no member to copy');
  await accounts.put('scaling-group', place, {
    ...scalingGroup,
    name: names.groupName,
    minSize: 1,
    desiredCapacity: 1,
    members: [{ ...member, instanceId }],
  });
  const target = { id: instanceId, port: 80, availabilityZone: null, state: 'healthy' as const };
  const arn = names.targetGroupArn;
  await accounts.put('target-group', place, { ...targetGroup, arn, vpcId, targets: [target] });
  const instances = [{ instanceId, state: 'InService' as const }];
  await accounts.put('classic-load-balancer', place, { name: names.balancerName, vpcId, instances });
}
