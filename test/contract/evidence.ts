import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../core/ports/evidence.ts';

interface Opened {
  readonly evidence: Evidence;
  /** Past the port, for nothing of ours reads evidence. */
  readonly read: (name: string) => Promise<string>;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The contract of the Evidence port. */
export function evidenceContract(adapter: string, open: () => Promise<Opened> | Opened): void {
  describe(`Evidence on ${adapter}`, () => {
    const name = 'incidents/inc-0123456789abcdef/r1.json';

    it('keeps what is put, and leaves it as it is when something else is put under its name', async () => {
      const { evidence, read } = await open();
      expect(await evidence.put(name, bytes('first'))).toBe(true);
      expect(await evidence.put(name, bytes('second'))).toBe(false);
      expect(await read(name)).toBe('first');
    });

    it('keeps one of those that are put at the same time, whole', async () => {
      const { evidence, read } = await open();
      const texts = ['a', 'b', 'c'].map((letter) => letter.repeat(10_000));
      const kept = await Promise.all(texts.map((text) => evidence.put(name, bytes(text))));
      expect(kept.filter(Boolean)).toHaveLength(1);
      expect(await read(name)).toBe(texts[kept.indexOf(true)]);
    });

    it('keeps what has another name apart', async () => {
      const { evidence, read } = await open();
      await evidence.put(name, bytes('one'));
      await evidence.put('incidents/inc-0123456789abcdef/r2.json', bytes('two'));
      expect([await read(name), await read('incidents/inc-0123456789abcdef/r2.json')]).toEqual([
        'one',
        'two',
      ]);
    });
  });
}
