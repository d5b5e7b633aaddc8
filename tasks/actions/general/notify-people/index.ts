import * as z from 'zod';
import { noFacts } from '../../../../core/guardrails/facts.ts';
import { DescribeMessageCommand, SendMessageCommand } from '../../../messenger/commands.ts';
import { defineAction, type ActionContext } from '../../action.ts';
import { hashOf } from '../text.ts';
import { spec } from './spec.ts';

/** The ledger keeps nothing: the outbox knows. */
const NoData = z.object({});

type Parameters = z.infer<typeof spec.parameters>;
type Context = Pick<ActionContext<object>, 'incident' | 'revision' | 'clients'>;

/** From what is said, and of what: told once, however often it is retried. */
function toMessage({ channel, message, subject }: Parameters, { incident, revision }: Context) {
  const Subject = subject ?? `Incident ${incident}`;
  const Id = `note-${hashOf(incident, revision, channel, Subject, message)}`;
  return { Id, Incident: incident, Channel: channel, Subject, Body: message };
}

async function isTold(parameters: Parameters, context: Context): Promise<boolean> {
  const { Id } = toMessage(parameters, context);
  return (await context.clients.messenger.send(new DescribeMessageCommand({ Id }))).IsSent;
}

export const notifyPeople = defineAction(spec, {
  data: NoData,
  plan: async (parameters, context) => {
    const message = toMessage(parameters, context);
    const summary = `${parameters.channel} are told: ${parameters.message.slice(0, 200)}`;
    return {
      calls: [{ service: 'messenger', command: 'SendMessage', input: message }],
      before: null,
      after: { told: message.Id },
      blastRadius: { summary, affected: [], limits: ['What people were told, they know'] },
      inPlace: await isTold(parameters, context),
      facts: noFacts,
    };
  },
  async apply({ parameters }, context) {
    const message = toMessage(parameters, context);
    await context.clients.messenger.send(new SendMessageCommand(message));
    return { message: message.Id };
  },
  async verify({ parameters }, context) {
    return (await isTold(parameters, context))
      ? { verified: 'contained', reason: `${parameters.channel} are told` }
      : { verified: 'not', reason: `${parameters.channel} are not told` };
  },
});
