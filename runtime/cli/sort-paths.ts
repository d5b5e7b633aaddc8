import { findRuleFiles } from '../detections/read-rules.ts';
import { shippedDetections } from '../home/shipped-detections.ts';
import { shippedPlaybooks } from '../home/shipped-playbooks.ts';

/** What the paths on a command line stand for. */
export interface SortedPaths {
  /** Files, or folders, that hold playbooks. */
  readonly playbooks: readonly string[];
  /** Each `rule.json`. */
  readonly rules: readonly string[];
}

/**
 * Playbooks and detection rules, told apart by what lies in the folders; all that ship where no path is given.
 * @throws InvalidInput naming a path that is not there
 */
export async function sortPaths(paths: readonly string[]): Promise<SortedPaths> {
  const chosen = paths.length === 0 ? [shippedPlaybooks, shippedDetections] : paths;
  const found = await Promise.all(chosen.map(async (path) => ({ path, rules: await findRuleFiles(path) })));
  return {
    playbooks: found.filter(({ rules }) => rules.length === 0).map(({ path }) => path),
    rules: [...new Set(found.flatMap(({ rules }) => rules))],
  };
}
