/** What plans must be allowed to read, to know whether an instance is the last one behind a load balancer. */
export const lastTargetReads = [
  'elasticloadbalancing:DescribeTargetGroups',
  'elasticloadbalancing:DescribeTargetHealth',
  'elasticloadbalancing:DescribeLoadBalancers',
  'elasticloadbalancing:DescribeInstanceHealth',
] as const;
