import type * as ec2 from '@aws-sdk/client-ec2';
import { operationOf } from '../../tasks/actions/runner/permissions.ts';
import { type AwsAccess, createClients, sendOf } from '../../tasks/aws-clients.ts';

type SendOn = (command: { readonly input: object }) => Promise<any>;

/** What moto cannot do that actions need, by operation: each is done here as AWS documents it. */
const mends: Readonly<Record<string, (command: { input: object }, send: SendOn) => Promise<unknown>>> = {
  // moto 5.2.5: "Filter dicts have not been implemented in Moto for 'iam-instance-profile.arn' yet".
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html
  async DescribeInstances(command, send) {
    const { Filters = [], ...input } = command.input as ec2.DescribeInstancesCommandInput;
    const name = 'iam-instance-profile.arn';
    const wanted = Filters.find(({ Name }) => Name === name)?.Values;
    if (wanted === undefined) return await send(command);
    const answer = await send({
      ...command,
      input: { ...input, Filters: Filters.filter(({ Name }) => Name !== name) },
    });
    for (const reservation of answer.Reservations as ec2.Reservation[]) {
      reservation.Instances = reservation.Instances?.filter(({ IamInstanceProfile }) =>
        wanted.includes(IamInstanceProfile?.Arn ?? ''),
      );
    }
    return answer;
  },
};

/** The access to moto, with what moto lacks. */
export const mendMoto =
  (access: AwsAccess): AwsAccess =>
  (scope) => {
    const clients = access(scope);
    return createClients(async (service, command, options) => {
      const send: SendOn = (changed) =>
        sendOf(clients, service)(
          Object.assign(Object.create(Object.getPrototypeOf(command)), command, { input: changed.input }),
          options,
        ) as Promise<any>;
      const operation = operationOf(command);
      const mend = Object.hasOwn(mends, operation) ? mends[operation] : undefined;
      return mend
        ? await mend(command as { input: object }, send)
        : await sendOf(clients, service)(command, options);
    });
  };
