import { readInvitations } from '../../tasks/ask/invite.ts';
import type { Home } from '../home/home.ts';
import type { Terminal } from './terminal.ts';

export interface AnnouncePlace {
  readonly terminal: Terminal;
  /** Where links lead: the server's own address, or what stands before it. */
  readonly base: string;
  readonly db: string;
}

/**
 * The embedded home sends nothing: the terminal is where messages arrive. Whoever reads it may answer, and so gets
 * the link and the code.
 */
export async function announceQuestion(
  home: Home,
  id: string,
  { terminal, base, db }: AnnouncePlace,
): Promise<void> {
  const { out, paint } = terminal;
  const approval = await home.stores.approvals.get(id);
  if (approval === null || approval.decision !== null) return;
  for (const { subject, body, to, invitation } of await readInvitations(home.stores, approval)) {
    if (invitation === undefined) continue;
    const { link, code } = invitation;
    out(`\n${paint('bold', subject)}${to === undefined ? '' : ` (to ${to})`}`);
    for (const line of body.split('\n')) out(`  ${line}`);
    out(`  Answer at ${paint('cyan', `${base}/approve/${link}`)}`);
    out(`  with the code ${paint('bold', `${code.slice(0, 4)}-${code.slice(4)}`)}, or with:`);
    out(`  npx --no-install tourniquet approve ${id} --db ${db}`);
  }
}
