import * as autoscaling from '@aws-sdk/client-auto-scaling';
import * as elb from '@aws-sdk/client-elastic-load-balancing';
import * as elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Lab } from './lab.ts';

interface Standing {
  readonly instanceId: string;
  readonly subnetId: string;
  readonly vpcId: string;
}

/** The Auto Scaling group `shop` of this instance, at its minimum. */
export async function setUpScalingGroup({ send }: Lab, { instanceId, subnetId }: Standing) {
  const AutoScalingGroupName = 'shop';
  await send(
    'autoscaling',
    new autoscaling.CreateAutoScalingGroupCommand({
      AutoScalingGroupName,
      InstanceId: instanceId,
      MinSize: 0,
      MaxSize: 3,
      DesiredCapacity: 0,
      VPCZoneIdentifier: subnetId,
    }),
  );
  const InstanceIds = [instanceId];
  await send('autoscaling', new autoscaling.AttachInstancesCommand({ AutoScalingGroupName, InstanceIds }));
  const atMinimum = { AutoScalingGroupName, MinSize: 1 };
  await send('autoscaling', new autoscaling.UpdateAutoScalingGroupCommand(atMinimum));
  return { groupName: AutoScalingGroupName };
}

/** The instance behind the target group `shop` and the classic load balancer `old-shop`. */
export async function setUpBalancers({ send }: Lab, { instanceId, subnetId, vpcId }: Standing) {
  const { TargetGroups } = await send(
    'elbv2',
    new elbv2.CreateTargetGroupCommand({ Name: 'shop', Protocol: 'HTTP', Port: 80, VpcId: vpcId }),
  );
  const targetGroupArn: string = TargetGroups[0].TargetGroupArn;
  const Targets = [{ Id: instanceId, Port: 80 }];
  await send('elbv2', new elbv2.RegisterTargetsCommand({ TargetGroupArn: targetGroupArn, Targets }));
  const LoadBalancerName = 'old-shop';
  const Listeners = [{ Protocol: 'HTTP', LoadBalancerPort: 80, InstancePort: 80 }];
  const balancer = { LoadBalancerName, Listeners, Subnets: [subnetId] };
  await send('elb', new elb.CreateLoadBalancerCommand(balancer));
  const Instances = [{ InstanceId: instanceId }];
  await send('elb', new elb.RegisterInstancesWithLoadBalancerCommand({ LoadBalancerName, Instances }));
  return { targetGroupArn, balancerName: LoadBalancerName };
}
