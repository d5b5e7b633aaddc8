import type {
  DeregisterTargetsCommandInput,
  DeregisterTargetsCommandOutput,
  DescribeTargetGroupsCommandInput,
  DescribeTargetGroupsCommandOutput,
  DescribeTargetHealthCommandInput,
  DescribeTargetHealthCommandOutput,
  RegisterTargetsCommandInput,
  RegisterTargetsCommandOutput,
  TargetDescription,
  TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { CommandTable, ReadContext } from '../command.ts';
import { reads, writes } from '../command.ts';
import type { TargetGroupRecord } from '../records.ts';
import { targetGroupNotFound, validationError } from './elbv2-error.ts';
import { deregister, register } from './registrations.ts';

function findGroup(arn: string | undefined, context: ReadContext): TargetGroupRecord {
  if (arn === undefined) throw validationError('A target group ARN must be specified');
  const group = context.get('target-group', arn);
  if (!group) throw targetGroupNotFound();
  return group;
}

function needTargets(targets: readonly TargetDescription[] | undefined): readonly TargetDescription[] {
  if (targets?.length) return targets;
  throw validationError('At least one target must be specified');
}

const toTargetGroup = (group: TargetGroupRecord): TargetGroup => ({
  TargetGroupArn: group.arn,
  TargetGroupName: group.name,
  Protocol: 'HTTP',
  Port: group.port,
  VpcId: group.vpcId,
  TargetType: group.targetType,
  HealthCheckEnabled: true,
  LoadBalancerArns: [...group.loadBalancerArns],
});

/** Pages of 400, as on AWS. */
const pageSize = 400;

function describeGroups(
  { TargetGroupArns: arns, Marker, PageSize = pageSize }: DescribeTargetGroupsCommandInput,
  context: ReadContext,
) {
  const found = arns ? arns.map((arn) => findGroup(arn, context)) : [...context.list('target-group')];
  const start = Marker === undefined ? 0 : readMarker(Marker);
  const end = start + PageSize;
  return {
    TargetGroups: found.slice(start, end).map(toTargetGroup),
    NextMarker: end < found.length ? String(end) : undefined,
  };
}

function readMarker(marker: string): number {
  if (!/^\d+$/.test(marker)) throw validationError('Invalid marker');
  return Number(marker);
}

const describeHealth = ({ TargetGroupArn }: DescribeTargetHealthCommandInput, context: ReadContext) => ({
  TargetHealthDescriptions: findGroup(TargetGroupArn, context).targets.map((target) => ({
    Target: {
      Id: target.id,
      Port: target.port,
      ...(target.availabilityZone === null ? {} : { AvailabilityZone: target.availabilityZone }),
    },
    HealthCheckPort: String(target.port),
    TargetHealth: { State: target.state },
  })),
});

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Operations.html */
export const elbv2Commands: CommandTable = {
  DescribeTargetGroups: reads<DescribeTargetGroupsCommandInput, DescribeTargetGroupsCommandOutput>(
    ['TargetGroupArns', 'Marker', 'PageSize'],
    describeGroups,
  ),
  DescribeTargetHealth: reads<DescribeTargetHealthCommandInput, DescribeTargetHealthCommandOutput>(
    ['TargetGroupArn'],
    describeHealth,
  ),
  RegisterTargets: writes<RegisterTargetsCommandInput, RegisterTargetsCommandOutput>(
    ['TargetGroupArn', 'Targets'],
    ({ TargetGroupArn, Targets }, context) => {
      register(findGroup(TargetGroupArn, context), needTargets(Targets), context);
      return {};
    },
  ),
  DeregisterTargets: writes<DeregisterTargetsCommandInput, DeregisterTargetsCommandOutput>(
    ['TargetGroupArn', 'Targets'],
    ({ TargetGroupArn, Targets }, context) => {
      deregister(findGroup(TargetGroupArn, context), needTargets(Targets), context);
      return {};
    },
  ),
};
