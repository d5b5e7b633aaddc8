import type { ServiceName } from '../../tasks/aws-clients.ts';
import type { Names } from './both.ts';

/** What earlier calls of the same account answered. */
export type Known = Record<string, string>;

/** One call that both accounts get, in the order of the list. */
export interface ComparedCall {
  readonly title: string;
  readonly service: ServiceName;
  readonly command: (names: Names, known: Known) => object;
  /** What later calls need of the answer. */
  readonly keep?: (answer: any) => Known;
}

/** Calls to one service: their titles, what is sent, and what is kept of the answer. */
export const on =
  (service: ServiceName) =>
  (title: string, command: ComparedCall['command'], keep?: ComparedCall['keep']): ComparedCall => ({
    title,
    service,
    command,
    ...(keep ? { keep } : {}),
  });
