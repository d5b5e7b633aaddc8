import { afterAll, beforeAll, describe, it } from 'vitest';
import { expectAccessible } from './support/accessibility.ts';
import { untilLoaded } from './support/console.ts';
import { type Fortnight, openFortnight } from './support/fortnight.ts';
import { openPage } from './support/in-test.ts';
import { listPages } from './support/list-pages.ts';

let fortnight: Fortnight;
beforeAll(async () => void (fortnight = await openFortnight()));
afterAll(async () => await fortnight.close());

const visits = (['light', 'dark'] as const).flatMap((scheme) =>
  (['desk', 'phone'] as const).map((screen) => ({ scheme, screen })),
);

describe('axe-core finds nothing serious on any page', () => {
  it.each(visits)('$screen, $scheme', async (visit) => {
    const { page } = await openPage(visit);
    await fortnight.signIn(page.context());
    await page.clock.setFixedTime(fortnight.clock.now());
    for (const { path } of await listPages(fortnight)) {
      await page.goto(fortnight.url + path);
      await untilLoaded(page);
      await expectAccessible(page, path);
    }
  });
});
