import * as z from 'zod';
import { SendMessageCommand } from '../../../messenger/commands.ts';
import { defineAction, type ActionContext } from '../../action.ts';
import { noFacts } from '../../../../core/guardrails/facts.ts';
import { hashOf } from '../text.ts';
import { spec } from './spec.ts';

/** What the ledger keeps: the messages that were sent. */
const SentData = z.object({ sent: z.array(z.string()).default([]) });
type SentData = z.infer<typeof SentData>;

type Parameters = z.infer<typeof spec.parameters>;

/** From what is said, and of what: told once, however often it is retried. */
function toMessage(
  { channel, message, subject }: Parameters,
  { incident, revision }: Pick<ActionContext<SentData>, 'incident' | 'revision'>,
) {
  const Subject = subject ?? `Incident ${incident}`;
  const Id = `note-${hashOf(incident, revision, channel, Subject, message)}`;
  return { Id, Incident: incident, Channel: channel, Subject, Body: message };
}

export const notifyPeople = defineAction(spec, {
  data: SentData,
  plan: async (parameters, context) => {
    const message = toMessage(parameters, context);
    const summary = `${parameters.channel} are told: ${parameters.message.slice(0, 200)}`;
    return {
      calls: [{ service: 'messenger', command: 'SendMessage', input: message }],
      before: null,
      after: { told: message.Id },
      blastRadius: { summary, affected: [], limits: ['What people were told, they know'] },
      inPlace: context.data().sent.includes(message.Id),
      facts: noFacts,
    };
  },
  async apply({ parameters }, context) {
    const message = toMessage(parameters, context);
    await context.clients.messenger.send(new SendMessageCommand(message));
    await context.record({ sent: [...new Set([...context.data().sent, message.Id])] });
    return { message: message.Id };
  },
  async verify({ parameters }, context) {
    const { Id } = toMessage(parameters, context);
    return context.data().sent.includes(Id)
      ? { verified: 'contained', reason: `${parameters.channel} are told` }
      : { verified: 'not', reason: `${parameters.channel} are not told yet` };
  },
});
