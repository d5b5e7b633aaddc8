import { loadRules } from '../../detections/read-rules.ts';
import { InvalidFiles } from '../../invalid-files.ts';
import { type Check, failed, ok } from '../check.ts';

/** All of them load, as playbooks must. */
export const detections: Check = {
  name: 'detection rules',
  at: 'home',
  async run({ detections: folder }) {
    try {
      const rules = await loadRules(folder);
      return [
        ok(`${rules.length} are in order, ${rules.filter(({ enabled }) => enabled).length} looked for`),
      ];
    } catch (error) {
      if (!(error instanceof InvalidFiles)) throw error;
      return error.problems.map(({ file, problem }) =>
        failed(`${file}: ${problem}`, `correct it, then: tourniquet validate ${file}`),
      );
    }
  },
};
