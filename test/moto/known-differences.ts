/** In what moto 5.2.5 is known to differ from the simulated account, why, and who is right by AWS's documentation. */
export const knownDifferences: Readonly<Record<string, readonly [difference: string, why: string]>> = {
  'ec2 DescribeInstances: instances': [
    'Reservations[].Instances[].SecurityGroups: moto has none',
    'launched by its interfaces: AWS lists the groups of the primary one here',
  ],
  'ec2 StopInstances: a malformed instance id': [
    'InvalidInstanceID.Malformed, moto: InvalidInstanceID.NotFound',
    'AWS tells malformed ids from unknown ones (errors-overview.html); moto does not',
  ],
  'ec2 CreateSecurityGroup: a new group': [
    'Tags: moto has none',
    'AWS answers the tags (API_CreateSecurityGroup.html); moto keeps them and does not say so',
  ],
  'ec2 CreateSecurityGroup: a group in an unknown VPC': [
    'InvalidVpcID.NotFound, moto: an answer',
    'moto does not look for the VPC',
  ],
  'ec2 RevokeSecurityGroupEgress: revoking the rule that lets everything out': [
    'RevokedSecurityGroupRules: moto has none',
    'a newer member (API_RevokeSecurityGroupEgress.html) that moto does not know',
  ],
  'ec2 RevokeSecurityGroupIngress: letting SSH in no more': [
    'RevokedSecurityGroupRules: moto has none',
    'a newer member (API_RevokeSecurityGroupIngress.html) that moto does not know',
  ],
  'ec2 AuthorizeSecurityGroupIngress: letting SSH in': [
    'SecurityGroupRules[].GroupOwnerId: moto has none',
    'AWS answers it (API_SecurityGroupRule.html)',
  ],
  'ec2 AuthorizeSecurityGroupEgress: letting everything out again': [
    'SecurityGroupRules[].FromPort: moto has none; SecurityGroupRules[].ToPort: moto has none; SecurityGroupRules[].GroupOwnerId: moto has none',
    'AWS answers -1 for all ports (API_SecurityGroupRule.html)',
  ],
  'ec2 ModifyNetworkInterfaceAttribute: moving it to an unknown group': [
    'InvalidGroup.NotFound, moto: an answer',
    'moto does not look for the group, and gives the interface none',
  ],
  'ec2 DeleteSecurityGroup: deleting a group in use': [
    'DependencyViolation, moto: an answer',
    'moto lost the group from the interface one call before, so that nothing uses it',
  ],
  'ec2 DeleteSecurityGroup: deleting the group': [
    'an answer, moto: InvalidGroup.NotFound',
    'moto deleted it two calls before',
  ],
  'ec2 DescribeVolumes: volumes': [
    'Volumes[].SnapshotId: moto has none',
    'root volumes come from an image’s snapshot; moto’s image has none here',
  ],
  'ec2 CreateSnapshot: a snapshot': ['Description: moto has none', 'AWS answers an empty one'],
  'ec2 CreateSnapshots: snapshots of an instance': [
    'Snapshots[].State: moto has none',
    'AWS answers it (API_SnapshotInfo.html)',
  ],
  'ec2 CreateTags: tagging an unknown instance': [
    'InvalidInstanceID.NotFound, moto: an answer',
    'moto tags whatever it is given',
  ],
  'iam ListAccessKeys: keys': [
    'IsTruncated: moto has none',
    'AWS always answers it (API_ListAccessKeys.html)',
  ],
  'iam ListAccessKeys: keys afterwards': ['IsTruncated: moto has none', 'the same'],
  'iam GetAccessKeyLastUsed: the last use of a key': [
    'AccessKeyLastUsed.LastUsedDate: moto has none',
    'the seeded key was used, moto’s was not',
  ],
  'iam ListInstanceProfilesForRole: profiles of a role': [
    'IsTruncated: moto has none',
    'AWS always answers it (API_ListInstanceProfilesForRole.html)',
  ],
  'iam CreatePolicy: a policy': [
    'Policy.PermissionsBoundaryUsageCount: moto has none',
    'AWS answers it (API_Policy.html)',
  ],
  'iam GetPolicy: reading the policy': ['Policy.PermissionsBoundaryUsageCount: moto has none', 'the same'],
  's3 HeadBucket: the bucket': [
    'AccessPointAlias: moto has none',
    'AWS answers it as a header (API_HeadBucket.html)',
  ],
  's3 ListBuckets: the buckets': [
    'Buckets[].BucketRegion: moto has none',
    'a newer member (API_Bucket.html) that moto does not know',
  ],
  'autoscaling ExitStandby: back in service again': [
    'ValidationError, moto: an answer',
    'moto does not look whether it is on standby; AWS does not document what it says',
  ],
  'autoscaling EnterStandby: standby below the minimum': [
    'ValidationError, moto: an answer',
    'AWS refuses to go below the minimum (API_EnterStandby.html); moto does not look',
  ],
  'autoscaling EnterStandby: standby in an unknown group': [
    'ValidationError, moto: Error',
    'moto fails (HTTP 500)',
  ],
  'elbv2 DescribeTargetGroups: target groups': [
    'TargetGroups[].LoadBalancerArns: moto has none',
    'no load balancer was made on moto',
  ],
  'elbv2 DeregisterTargets: taking it off again': [
    'an answer, moto: InvalidTargetException',
    'if the target does not exist, AWS returns successfully (API_DeregisterTargets.html)',
  ],
  'elb RegisterInstancesWithLoadBalancer: putting it back': [
    'Instances: moto has none',
    'AWS answers the instances that there are now (API_RegisterInstancesWithLoadBalancer.html)',
  ],
  'elb RegisterInstancesWithLoadBalancer: putting it into an unknown one': [
    'AccessPointNotFoundException, moto: Error',
    'moto fails (HTTP 500)',
  ],
};

/** Commands of the simulated account that are not compared, by service or by service and operation. */
export const notCompared: Readonly<Record<string, string>> = {
  guardduty: 'moto 5.2.5 has detectors and filters, and no findings',
  securityhub: 'moto 5.2.5 cannot update findings, and reads only what was imported into it',
};
