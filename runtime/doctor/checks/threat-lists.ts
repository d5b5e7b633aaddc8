import { readThreatList } from '../../../tasks/enrich/read-threat-list.ts';
import { type Check, ok } from '../check.ts';

/** Each can be read, from the first line to the last. */
export const threatLists: Check = {
  name: 'threat lists',
  at: 'home',
  async run({ config }) {
    const { threatLists: configured } = config.enrich;
    if (configured.length === 0) return [ok('none are configured')];
    await Promise.all(configured.map(readThreatList));
    return [ok(`${configured.map(({ name }) => name).join(', ')}: in order`)];
  },
};
