import { readThreatList } from '../../../tasks/enrich/read-threat-list.ts';
import { InvalidInput } from '../../../core/errors.ts';
import { type Check, ok } from '../check.ts';

/** Each can be read, from the first line to the last. */
export const threatLists: Check = {
  name: 'threat lists',
  at: 'home',
  async run({ config }) {
    const { threatLists: configured } = config.enrich;
    if (configured.length === 0) return [ok('none are configured')];
    await Promise.all(configured.map((list) => readThreatList(list, { now: Date.now(), tell: refuse })));
    return [ok(`${configured.map(({ name }) => name).join(', ')}: in order`)];
  },
};

/** What a server says and goes on without is what a doctor is asked for. */
function refuse(problem: string): never {
  throw new InvalidInput(problem);
}
