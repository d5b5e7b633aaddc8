import { functionName } from '../../../runtime/home/place.ts';
import type { ServedHome } from '../../support/served-home.ts';

interface ConsolePage {
  readonly name: string;
  readonly path: string;
}

/** Every page of the console, those about something about something that there is. */
export async function listPages({ home }: ServedHome): Promise<readonly ConsolePage[]> {
  const incidents = await home.stores.incidents.list();
  const contained = incidents.find(({ type }) => type.startsWith('CryptoCurrency:EC2/'));
  const [question] = await home.waitingApprovals();
  const run = home.engine
    .list({ statusFilter: 'SUCCEEDED' })
    .executions.find(({ name }) => name.includes(`${contained?.id}-r1-isolate`));
  if (contained === undefined || question === undefined || run === undefined)
    throw new Error('the home has no past: no contained instance, no question or no run');
  const [letter] = await home.stores.deadLetters.list();
  const machine = functionName(run.stateMachineArn);
  return [
    { name: 'overview', path: '/' },
    { name: 'incidents', path: '/incidents' },
    { name: 'incident', path: `/incidents/${contained.id}` },
    { name: 'approvals', path: '/approvals' },
    { name: 'approval', path: `/approvals/${question.id}` },
    { name: 'executions', path: '/executions' },
    { name: 'execution', path: `/executions/${machine}/${run.name}?state=isolate%3A` },
    { name: 'playbooks', path: '/playbooks' },
    { name: 'playbook', path: '/playbooks/isolate-compromised-instance' },
    { name: 'new-playbook', path: '/playbooks/new' },
    { name: 'messages', path: '/messages' },
    { name: 'dead-letters', path: '/dead-letters' },
    { name: 'dead-letter', path: `/dead-letters/${letter?.id}` },
    { name: 'nowhere', path: '/nowhere' },
  ];
}
