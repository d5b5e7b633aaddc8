import { InvalidFiles } from '../../invalid-files.ts';
import { loadLibrary } from '../../playbooks/library.ts';
import { type Check, failed, ok } from '../check.ts';

/** All of them load: one that does not would stop the home. */
export const playbooks: Check = {
  name: 'playbooks',
  at: 'home',
  async run({ playbooks: folder }) {
    try {
      const { playbooks: loaded } = await loadLibrary(folder);
      return [ok(`${loaded.length} are in order`)];
    } catch (error) {
      if (!(error instanceof InvalidFiles)) throw error;
      return error.problems.map(({ file, problem }) =>
        failed(`${file}: ${problem}`, `correct it, then: tourniquet validate ${file}`),
      );
    }
  },
};
