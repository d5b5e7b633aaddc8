import { isLoopback } from '../../http/host-names.ts';
import { type Check, type Diagnosis, failed, ok, type Patient } from '../check.ts';

/** Links of questions lead to people who are not at this machine. */
export const approvalUrl: Check = {
  name: 'approval links',
  at: 'home',
  async run({ config, kind, ask }, _target, signal) {
    const { url } = config.approvals;
    if (url === null) {
      return kind === 'simulated'
        ? [ok("lead to this machine's own server")]
        : [failed('lead nowhere', 'set approvals.url to where people reach the console')];
    }
    return [judgePlace(url, kind) ?? (await reach(url, ask, signal))];
  },
};

/** What is wrong with where they lead, whether or not something answers there. */
function judgePlace(url: string, kind: Patient['kind']): Diagnosis | null {
  const { protocol, hostname } = new URL(url);
  if (isLoopback(hostname.replaceAll(/[[\]]/g, ''))) {
    if (kind === 'simulated') return null;
    return failed(`lead to this machine (${url})`, 'set approvals.url to a name that approvers reach');
  }
  if (protocol === 'https:') return null;
  return failed(`carry codes in the clear (${url})`, 'set approvals.url to one that begins with https://');
}

async function reach(url: string, ask: Patient['ask'], signal: AbortSignal): Promise<Diagnosis> {
  try {
    const status = await ask(url, signal);
    if (status < 500) return ok(`${url} answers`);
    return failed(`${url} answers with ${status}`, 'look at the log of what serves it');
  } catch (error) {
    const { name, cause } = error as Error;
    const { code = name } = (cause ?? {}) as NodeJS.ErrnoException;
    return failed(`${url} cannot be reached (${code})`, 'start what serves it, or correct approvals.url');
  }
}
