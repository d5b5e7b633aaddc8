import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { renderActions } from '../../core/action-guide/render-actions.ts';
import { catalog } from '../../tasks/actions/catalog.ts';

const file = fileURLToPath(new URL('../../docs/actions.md', import.meta.url));

describe('docs/actions.md', () => {
  it('is current (else run: npx vitest run test/docs/actions.test.ts -u)', async () => {
    await expect(renderActions(catalog)).toMatchFileSnapshot(file);
  });

  it.each([...catalog.values()])('says what undo of $id does, and no more than that', ({ undo, guide }) => {
    expect(guide.undoes !== undefined).toBe(undo === 'reversible');
  });
});
