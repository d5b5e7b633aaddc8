import type {
  DescribeInstanceAttributeCommandInput,
  DescribeInstanceAttributeCommandOutput,
  ModifyInstanceAttributeCommandInput,
  ModifyInstanceAttributeCommandOutput,
} from '@aws-sdk/client-ec2';
import type { CommandTable, ReadContext, WriteContext } from '../command.ts';
import { NotSimulated, reads, writes } from '../command.ts';
import type { InstanceRecord } from '../records.ts';
import { getOne } from './describe.ts';
import { instances } from './descriptions.ts';
import { ec2Error, need } from './ec2-error.ts';
import { toGroups } from './instances.ts';
import { readGroups } from './network-interfaces.ts';

type Input = ModifyInstanceAttributeCommandInput;
type Change = (instance: InstanceRecord, input: Input, context: WriteContext) => InstanceRecord;

const changes: Readonly<Record<string, Change>> = {
  DisableApiTermination: (instance, { DisableApiTermination }) => {
    if (instance.spot) {
      throw ec2Error(
        'UnsupportedOperation',
        "Modification of 'disableApiTermination' is not supported for Spot instances.",
      );
    }
    return { ...instance, disableApiTermination: DisableApiTermination?.Value ?? false };
  },
  DisableApiStop: (instance, { DisableApiStop }) => {
    if (instance.spot) {
      throw ec2Error(
        'UnsupportedOperation',
        "Modification of 'disableApiStop' is not supported for Spot instances.",
      );
    }
    return { ...instance, disableApiStop: DisableApiStop?.Value ?? false };
  },
  InstanceInitiatedShutdownBehavior: (instance, input) => {
    const value = input.InstanceInitiatedShutdownBehavior?.Value;
    if (value !== 'stop' && value !== 'terminate') {
      throw ec2Error(
        'InvalidParameterValue',
        `Invalid value '${value}' for InstanceInitiatedShutdownBehavior.`,
      );
    }
    return { ...instance, shutdownBehavior: value };
  },
  SourceDestCheck: (instance, { SourceDestCheck }) => ({
    ...instance,
    sourceDestCheck: SourceDestCheck?.Value ?? true,
  }),
  Groups: (instance, { Groups }, context) => {
    const [only, ...others] = instance.interfaces;
    const networkInterface = only === undefined ? undefined : context.get('network-interface', only);
    if (!networkInterface || others.length > 0) {
      throw ec2Error(
        'InvalidInstanceID',
        `There are multiple interfaces attached to instance '${instance.instanceId}'. Please specify an interface ID for the operation instead.`,
      );
    }
    const groups = readGroups(Groups, networkInterface.vpcId, context);
    context.put('network-interface', { ...networkInterface, groups });
    return instance;
  },
};

function modifyInstanceAttribute(input: Input, context: WriteContext) {
  const instance = getOne(instances, need(input.InstanceId, 'InstanceId'), context);
  const given = Object.entries(changes).filter(([name]) => input[name as keyof Input] !== undefined);
  const [first, ...others] = given;
  if (!first) throw ec2Error('InvalidParameterCombination', 'No attributes specified.');
  if (others.length > 0) {
    const names = given.map(([name]) => name).join(', ');
    throw ec2Error('InvalidParameterCombination', `Fields for multiple attribute types specified: ${names}`);
  }
  context.put('instance', first[1](instance, input, context));
  return {};
}

type Reader = (
  instance: InstanceRecord,
  context: ReadContext,
) => Partial<DescribeInstanceAttributeCommandOutput>;

const readers: Readonly<Record<string, Reader>> = {
  disableApiTermination: (instance) => ({ DisableApiTermination: { Value: instance.disableApiTermination } }),
  disableApiStop: (instance) => ({ DisableApiStop: { Value: instance.disableApiStop } }),
  instanceInitiatedShutdownBehavior: (instance) => ({
    InstanceInitiatedShutdownBehavior: { Value: instance.shutdownBehavior },
  }),
  sourceDestCheck: (instance) => ({ SourceDestCheck: { Value: instance.sourceDestCheck } }),
  instanceType: (instance) => ({ InstanceType: { Value: instance.instanceType } }),
  groupSet: (instance, context) => {
    const [primary] = instance.interfaces.flatMap((id) => context.get('network-interface', id) ?? []);
    return { Groups: toGroups(primary?.groups ?? [], context) };
  },
};

function describeInstanceAttribute(input: DescribeInstanceAttributeCommandInput, context: ReadContext) {
  const instance = getOne(instances, need(input.InstanceId, 'InstanceId'), context);
  const attribute = need(input.Attribute, 'Attribute');
  const reader = Object.hasOwn(readers, attribute) ? readers[attribute] : undefined;
  if (!reader) {
    throw new NotSimulated(
      `the simulated account has no instance attribute '${attribute}'; it has: ${Object.keys(readers).join(', ')}`,
    );
  }
  return { InstanceId: instance.instanceId, ...reader(instance, context) };
}

export const instanceAttributeCommands: CommandTable = {
  ModifyInstanceAttribute: writes<Input, ModifyInstanceAttributeCommandOutput>(
    [
      'InstanceId',
      'DisableApiTermination',
      'DisableApiStop',
      'InstanceInitiatedShutdownBehavior',
      'SourceDestCheck',
      'Groups',
      'DryRun',
    ],
    modifyInstanceAttribute,
  ),
  DescribeInstanceAttribute: reads<
    DescribeInstanceAttributeCommandInput,
    DescribeInstanceAttributeCommandOutput
  >(['InstanceId', 'Attribute', 'DryRun'], describeInstanceAttribute),
};
