import type { Instance } from '@aws-sdk/client-ec2';
import type { Clients } from '../../../tasks/aws-clients.ts';

interface Described {
  readonly Reservations: readonly { readonly Instances: readonly Instance[] }[];
}

/** Clients to whom every instance has an instance store as its root: the simulated account has none. */
export function withInstanceStore(clients: Clients): Clients {
  const sendOn = clients.ec2.send as unknown as (command: object) => Promise<object>;
  const send = async (command: object): Promise<object> => {
    const answer = await sendOn(command);
    if (command.constructor.name !== 'DescribeInstancesCommand') return answer;
    for (const { Instances } of (answer as Described).Reservations) {
      for (const instance of Instances) instance.RootDeviceType = 'instance-store';
    }
    return answer;
  };
  return { ...clients, ec2: { send } as unknown as Clients['ec2'] };
}
