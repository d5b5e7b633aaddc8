import type { Finding, Remote, Resource } from '../../finding.ts';

/** What a log record is about, in the words of findings. Whoever wrote it is not believed: see `finish`. */
export interface Subject {
  /** Who acted first, then what was acted on. */
  readonly resources: readonly Resource[];
  readonly actor: Finding['actor'];
  readonly remotes: readonly Remote[];
}
