import { expect } from 'vitest';
import leakedKey from '../../../docs/examples/iam-key-compromised.json' with { type: 'json' };
import { serveHome } from './in-test.ts';
import type { Mail, ServedHome, ServeOptions } from '../../support/served-home.ts';

interface Approvals {
  readonly approvers?: string[];
  readonly quorum?: number;
}

/** A home in which a key leaked, and which waits for people to say whether it is to be disabled. */
export interface AskingHome extends ServedHome {
  /** The latest mail of this person; of whoever gets it, where nobody is named. */
  readonly mailTo: (person?: string) => Promise<Mail>;
  /** Whether the key still works. */
  readonly isKeyActive: () => boolean;
  /** Why answers were refused, as the timeline keeps it, oldest first. */
  readonly refusals: () => Promise<readonly unknown[]>;
}

export async function serveQuestion(
  approvals: Approvals = {},
  options: Omit<ServeOptions, 'config'> = {},
): Promise<AskingHome> {
  const served = await serveHome({ ...options, config: { mode: 'approve', approvals } });
  const { home, readMail } = served;
  await served.send(leakedKey);
  await expect.poll(readMail, { timeout: 20_000 }).not.toEqual([]);
  return {
    ...served,
    mailTo: async (person) => {
      const mail = (await readMail()).find(({ to }) => to === person);
      if (mail === undefined) throw new Error(`there is no mail to ${person ?? 'whoever gets it'}`);
      return mail;
    },
    isKeyActive: () =>
      home.accounts
        .snapshot('111122223333')
        ['access-key'].some(
          ({ accessKeyId, status }) => accessKeyId === 'AKIAEXAMPLEDEPLOY001' && status === 'Active',
        ),
    refusals: async () => {
      const timelines = (await home.report()).incidents.map(({ timeline }) => timeline);
      return timelines
        .flat()
        .filter(({ kind }) => kind === 'approval.refused')
        .map(({ data }) => data['why']);
    },
  };
}
