import type { LogRecord } from './log-record.ts';

/**
 * What tells a record from every other one, and nobody can take who writes another: its text. Its id will not do, for
 * whoever writes a record chooses it. A line of a flow log says little without its header, so its id is a digest of both.
 */
export const identityOf = ({ kind, id }: Pick<LogRecord, 'kind' | 'id'>, text: string): string =>
  kind === 'vpc-flow' ? id : text.trim();
