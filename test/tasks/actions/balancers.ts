import { DeregisterTargetsCommand, RegisterTargetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { RegisterInstancesWithLoadBalancerCommand } from '@aws-sdk/client-elastic-load-balancing';
import type { ClassicBalancerRecord, TargetGroupRecord } from '../../../runtime/account/records.ts';
import { account, region, type World } from '../../runtime/account/world.ts';

/** What stands before an instance of the harness: by its id with two ports, by its address, and a classic one. */

const arn = (name: string) =>
  `arn:aws:elasticloadbalancing:${region}:${account}:targetgroup/${name}/0123456789abcdef`;

const target = (id: string, port: number) => ({
  id,
  port,
  availabilityZone: null,
  state: 'healthy' as const,
});

export const groupByIdArn = arn('by-id');
export const groupByAddressArn = arn('by-address');
export const classicName = 'classic';

interface Backend {
  readonly instanceId: string;
  readonly address: string;
  readonly vpcId: string;
}

const groupsFor = ({ instanceId, address, vpcId }: Backend): TargetGroupRecord[] => [
  {
    arn: groupByIdArn,
    name: 'by-id',
    port: 80,
    vpcId,
    targetType: 'instance',
    loadBalancerArns: [],
    targets: [target('i-00000000000000bbb', 80), target(instanceId, 80), target(instanceId, 8080)],
  },
  {
    arn: groupByAddressArn,
    name: 'by-address',
    port: 443,
    vpcId,
    targetType: 'ip',
    loadBalancerArns: [],
    targets: [target(address, 443), target('10.1.0.99', 443)],
  },
];

const classicFor = ({ instanceId, vpcId }: Backend): ClassicBalancerRecord => ({
  name: classicName,
  vpcId,
  instances: ['i-00000000000000bbb', instanceId].map((id) => ({ instanceId: id, state: 'InService' })),
});

export async function putBalancers({ accounts }: World, backend: Backend): Promise<void> {
  const here = { account, region };
  for (const group of groupsFor(backend)) await accounts.put('target-group', here, group);
  await accounts.put('classic-load-balancer', here, classicFor(backend));
}

/** A person has the instance answer on another port, and puts it back wherever else it was. */
export async function moveToPort(
  { send }: Pick<World, 'send'>,
  { instanceId, address }: Omit<Backend, 'vpcId'>,
  Port: number,
): Promise<void> {
  const TargetGroupArn = groupByIdArn;
  await send('elbv2', new DeregisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: instanceId }] }));
  await send('elbv2', new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: instanceId, Port }] }));
  const byAddress = { TargetGroupArn: groupByAddressArn, Targets: [{ Id: address, Port: 443 }] };
  await send('elbv2', new RegisterTargetsCommand(byAddress));
  const classic = { LoadBalancerName: classicName, Instances: [{ InstanceId: instanceId }] };
  await send('elb', new RegisterInstancesWithLoadBalancerCommand(classic));
}
