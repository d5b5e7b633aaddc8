import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { type DeployedName, deployedNames } from '../../core/deployed.ts';
import { callOwn } from '../../tasks/aws/own-errors.ts';
import { readPages } from '../doctor/read-pages.ts';

/** What the stacks of a Region say of themselves; what is not deployed there is not in it. */
export type Deployed = Readonly<Partial<Record<DeployedName, string>>>;

const isName = (text: string): text is DeployedName => (deployedNames as readonly string[]).includes(text);

/** By the outputs of the stacks that are called Tourniquet…. */
export async function readDeployed(client: Pick<CloudFormationClient, 'send'>): Promise<Deployed> {
  const stacks = await readPages(async (NextToken) => {
    const page = await callOwn('CloudFormation', () => client.send(new DescribeStacksCommand({ NextToken })));
    return { items: page.Stacks ?? [], next: page.NextToken };
  });
  const own = stacks.filter(({ StackName = '' }) => StackName.startsWith('Tourniquet'));
  const outputs = own.flatMap(({ Outputs = [] }) => Outputs);
  return Object.fromEntries(
    outputs.flatMap(({ OutputKey: name = '', OutputValue: value = '' }) =>
      isName(name) ? [[name, value]] : [],
    ),
  );
}
