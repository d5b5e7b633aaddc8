import { EnterStandbyCommand, ExitStandbyCommand } from '@aws-sdk/client-auto-scaling';
import { expect, test } from 'vitest';
import {
  account,
  classicBalancer,
  createWorld,
  instanceId,
  region,
  scalingGroup,
  targetGroup,
} from './world.ts';

test('a scaling group takes an instance on standby off its load balancers, and puts it back', async () => {
  const { accounts, send } = await createWorld();
  await accounts.put(
    'scaling-group',
    { account, region },
    {
      ...scalingGroup,
      minSize: 0,
      targetGroupArns: [targetGroup.arn],
      loadBalancerNames: [classicBalancer.name],
    },
  );
  const before = accounts.snapshot(account);
  const standby = { AutoScalingGroupName: scalingGroup.name, InstanceIds: [instanceId] };
  await send('autoscaling', new EnterStandbyCommand({ ...standby, ShouldDecrementDesiredCapacity: true }));
  const during = accounts.snapshot(account);
  expect(JSON.stringify(during['target-group'])).not.toContain(instanceId);
  expect(JSON.stringify(during['classic-load-balancer'])).not.toContain(instanceId);
  await send('autoscaling', new ExitStandbyCommand(standby));
  expect(accounts.snapshot(account)).toEqual(before);
});
