import type {
  DeregisterInstancesFromLoadBalancerCommandInput,
  DeregisterInstancesFromLoadBalancerCommandOutput,
  DescribeInstanceHealthCommandInput,
  DescribeInstanceHealthCommandOutput,
  DescribeLoadBalancersCommandInput,
  DescribeLoadBalancersCommandOutput,
  Instance,
  RegisterInstancesWithLoadBalancerCommandInput,
  RegisterInstancesWithLoadBalancerCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing';
import type { CommandTable, ReadContext, WriteContext } from '../command.ts';
import { reads, writes } from '../command.ts';
import type { ClassicBalancerRecord } from '../records.ts';
import { invalidInstance, loadBalancerNotFound, validationError } from './elb-error.ts';

function findBalancer(name: string | undefined, context: ReadContext): ClassicBalancerRecord {
  if (name === undefined) throw validationError('LoadBalancer name must be specified');
  const balancer = context.get('classic-load-balancer', name);
  if (!balancer) throw loadBalancerNotFound(name);
  return balancer;
}

function idsOf(instances: readonly Instance[] | undefined): string[] {
  const ids = (instances ?? []).flatMap(({ InstanceId }) => InstanceId ?? []);
  if (ids.length === 0) throw validationError('At least one instance must be specified');
  return ids;
}

const toInstances = ({ instances }: ClassicBalancerRecord) =>
  instances.map(({ instanceId }) => ({ InstanceId: instanceId }));

function describeBalancers(
  { LoadBalancerNames: names, Marker, PageSize = 400 }: DescribeLoadBalancersCommandInput,
  context: ReadContext,
) {
  const found = names
    ? names.map((name) => findBalancer(name, context))
    : [...context.list('classic-load-balancer')];
  const start = Marker === undefined ? 0 : Number(Marker);
  const end = start + PageSize;
  return {
    LoadBalancerDescriptions: found.slice(start, end).map((balancer) => ({
      LoadBalancerName: balancer.name,
      VPCId: balancer.vpcId,
      Instances: toInstances(balancer),
    })),
    NextMarker: end < found.length ? String(end) : undefined,
  };
}

const describeHealth = ({ LoadBalancerName }: DescribeInstanceHealthCommandInput, context: ReadContext) => ({
  InstanceStates: findBalancer(LoadBalancerName, context).instances.map(({ instanceId, state }) => ({
    InstanceId: instanceId,
    State: state,
    ReasonCode: 'N/A',
    Description: 'N/A',
  })),
});

/** Registered is in service at once. */
function registerInstances(input: RegisterInstancesWithLoadBalancerCommandInput, context: WriteContext) {
  const balancer = findBalancer(input.LoadBalancerName, context);
  const added = idsOf(input.Instances).filter(
    (id) => !balancer.instances.some(({ instanceId }) => instanceId === id),
  );
  for (const id of added) {
    if (context.get('instance', id)?.state === 'running') continue;
    throw invalidInstance(`EC2 instance ${id} is not in a running state`);
  }
  const instances = [
    ...balancer.instances,
    ...added.map((instanceId) => ({ instanceId, state: 'InService' as const })),
  ].toSorted((a, b) => (a.instanceId < b.instanceId ? -1 : 1));
  const changed = { ...balancer, instances };
  context.put('classic-load-balancer', changed);
  return { Instances: toInstances(changed) };
}

function deregisterInstances(input: DeregisterInstancesFromLoadBalancerCommandInput, context: WriteContext) {
  const balancer = findBalancer(input.LoadBalancerName, context);
  const gone = new Set(idsOf(input.Instances));
  const changed = {
    ...balancer,
    instances: balancer.instances.filter(({ instanceId }) => !gone.has(instanceId)),
  };
  context.put('classic-load-balancer', changed);
  return { Instances: toInstances(changed) };
}

/** Classic load balancers. @see https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_Operations.html */
export const elbCommands: CommandTable = {
  DescribeLoadBalancers: reads<DescribeLoadBalancersCommandInput, DescribeLoadBalancersCommandOutput>(
    ['LoadBalancerNames', 'Marker', 'PageSize'],
    describeBalancers,
  ),
  DescribeInstanceHealth: reads<DescribeInstanceHealthCommandInput, DescribeInstanceHealthCommandOutput>(
    ['LoadBalancerName'],
    describeHealth,
  ),
  RegisterInstancesWithLoadBalancer: writes<
    RegisterInstancesWithLoadBalancerCommandInput,
    RegisterInstancesWithLoadBalancerCommandOutput
  >(['LoadBalancerName', 'Instances'], registerInstances),
  DeregisterInstancesFromLoadBalancer: writes<
    DeregisterInstancesFromLoadBalancerCommandInput,
    DeregisterInstancesFromLoadBalancerCommandOutput
  >(['LoadBalancerName', 'Instances'], deregisterInstances),
};
