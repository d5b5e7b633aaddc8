import type { Held, HeldLetter } from './held-letter.ts';

/**
 * One letter for each object that was given up: the notices about it go with it. A notice alone is a letter of its own, for
 * whoever took its object away may not have handed it on.
 */
export function foldNotices(objects: Held, notices: Held): Held {
  const about = Map.groupBy(notices.letters, ({ key }) => key ?? '');
  const known = new Set(objects.letters.map(({ key }) => key));
  const folded = objects.letters.map((held): HeldLetter => ({
    ...held,
    async remove() {
      await held.remove();
      await Promise.all((about.get(held.key ?? '') ?? []).map((notice) => notice.remove()));
    },
  }));
  const alone = notices.letters
    .filter(({ key }) => !known.has(key))
    .map((notice): HeldLetter => ({
      ...notice,
      letter: { ...notice.letter, reason: 'the batch that it tells of is not in the bucket any more' },
    }));
  return {
    letters: [...folded, ...alone],
    more: objects.more || notices.more,
    putBack: async () => void (await Promise.all([objects.putBack(), notices.putBack()])),
  };
}
