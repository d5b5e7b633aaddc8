import { describe, expect, it } from 'vitest';
import type { RawStore } from '../../core/ports/raw-store.ts';

/** The contract of the RawStore port. */
export function rawStoreContract(adapter: string, open: () => Promise<RawStore> | RawStore): void {
  describe(`RawStore on ${adapter}`, () => {
    it.each([
      ['text', new TextEncoder().encode('{"id":"1"}')],
      ['bytes that are no text', Uint8Array.of(0, 255, 254, 10)],
      ['nothing', new Uint8Array()],
    ])('gives back %s byte for byte', async (_what, bytes) => {
      const store = await open();
      const kept = await store.get(await store.put(bytes));
      expect(Array.from(kept ?? [])).toEqual(Array.from(bytes));
    });

    it('keeps equal bytes once, under one reference, also when put at the same time', async () => {
      const store = await open();
      const bytes = Uint8Array.of(1, 2, 3);
      const references = await Promise.all([store.put(bytes), store.put(bytes), store.put(bytes)]);
      expect(new Set(references).size).toBe(1);
    });

    it.each(['raw/00/unknown', '../../etc/passwd', `raw/aa/${'a'.repeat(64)}`])(
      'answers null for %s, which it never gave out',
      async (reference) => {
        expect(await (await open()).get(reference)).toBeNull();
      },
    );
  });
}
