import type { ExampleEntry, SaveRequest, ShadowRequest, ShadowResult } from '../../../core/api/playbooks.ts';
import type { ShelvedPlaybook } from './describe-playbook.ts';

export interface Saving extends SaveRequest {
  readonly id: string;
  /** Who saves it. */
  readonly by: string;
}

/** The playbooks of a home. */
export interface PlaybookShelf {
  /** Those in use now; another list once one has changed. */
  list(): readonly ShelvedPlaybook[];
  /** The names of the cases beside a playbook. */
  casesOf(id: string): Promise<readonly string[]>;
  /** Examples that ship with the program. */
  examples(): Promise<readonly ExampleEntry[]>;
  /**
   * Keeps a playbook that is in order, and uses it from the next run on; null where playbooks are deployed.
   * @throws Refusal when somebody else changed it meanwhile.
   */
  readonly save: ((saving: Saving) => Promise<void>) | null;
  /**
   * Null where there is nothing to run it in.
   * @throws NotFound when there is no such finding.
   */
  readonly shadowRun: ((asked: ShadowRequest) => Promise<ShadowResult>) | null;
}

export interface PlaybookPorts {
  readonly playbooks: PlaybookShelf;
}
