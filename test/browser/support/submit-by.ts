import type { Locator, Page } from 'playwright-core';

/** Presses the button of a form, and waits for the page that answers. */
export async function submitBy(page: Page, button: Locator): Promise<void> {
  await Promise.all([page.waitForEvent('load'), button.click()]);
}
