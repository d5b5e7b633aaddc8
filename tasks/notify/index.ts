import { NotifyRequest } from '../../core/playbook/protocol.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Digest } from '../../core/ports/digest.ts';
import type { Stores } from '../../core/records/stores.ts';
import type { Task } from '../task.ts';

export interface NotifyPorts {
  readonly stores: Stores;
  readonly clock: Clock;
  readonly digest: Digest;
}

/** In the timeline; the message in the outbox is whole. */
const LONGEST = 500;

const shorten = (message: string): string =>
  message.length > LONGEST ? `${message.slice(0, LONGEST - 1)}…` : message;

/** A playbook's own word to people. Told once per step of a run, however often it is retried. */
export function createNotify({ stores, clock, digest }: NotifyPorts): Task {
  return async (payload) => {
    const { run, step, message } = NotifyRequest.parse(payload);
    const id = `note-${digest(`${run.execution}|${step}`).slice(0, 16)}`;
    const told = await stores.outbox.put({
      id,
      at: new Date(clock.now()).toISOString(),
      kind: 'note',
      incident: run.incident,
      subject: `${run.playbook}: ${step}`,
      body: message,
    });
    await stores.timeline.append(run.incident, {
      key: `notify/${id}`,
      kind: 'playbook.notified',
      data: { playbook: run.playbook, step, message: id, text: shorten(message) },
    });
    return { message: id, told };
  };
}
