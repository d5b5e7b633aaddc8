import type { TargetDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { WriteContext } from '../command.ts';
import type { TargetGroupRecord, TargetRecord } from '../records.ts';
import { invalidTarget } from './elbv2-error.ts';

/** In an order of their own, so that a target that comes back stands where it stood. */
const inOrder = (targets: readonly TargetRecord[]) =>
  targets.toSorted((a, b) => (a.id === b.id ? a.port - b.port : a.id < b.id ? -1 : 1));

/** @throws InvalidTarget for instances that do not run. */
export function register(
  group: TargetGroupRecord,
  wanted: readonly TargetDescription[],
  context: WriteContext,
): void {
  if (group.targetType === 'instance') for (const { Id = '' } of wanted) assertRunning(Id, context);
  addTargets(group, wanted, context);
}

/** Registered is healthy at once. What is registered already stays as it is. */
export function addTargets(
  group: TargetGroupRecord,
  wanted: readonly TargetDescription[],
  context: WriteContext,
): void {
  const asked = wanted.map(({ Id = '', Port = group.port, AvailabilityZone }) => ({
    id: Id,
    port: Port,
    availabilityZone: AvailabilityZone ?? null,
    state: 'healthy' as const,
  }));
  const isHeld = (target: TargetRecord) =>
    group.targets.some(({ id, port }) => id === target.id && port === target.port);
  const added = asked.filter((target) => !isHeld(target));
  context.put('target-group', { ...group, targets: inOrder([...group.targets, ...added]) });
}

function assertRunning(id: string, context: WriteContext): void {
  const instance = context.get('instance', id);
  if (!instance) throw invalidTarget(`Instance ID '${id}' is not valid`);
  if (instance.state === 'running') return;
  throw invalidTarget(`The following targets are not in a running state and cannot be registered: '${id}'`);
}

/** Without a port, every registration of the target goes. What is not registered is passed over. */
export function deregister(
  group: TargetGroupRecord,
  unwanted: readonly TargetDescription[],
  context: WriteContext,
): void {
  const goes = ({ id, port }: TargetRecord) =>
    unwanted.some(({ Id, Port }) => Id === id && (Port === undefined || Port === port));
  context.put('target-group', { ...group, targets: group.targets.filter((target) => !goes(target)) });
}
