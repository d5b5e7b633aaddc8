import type { Locator, Page } from 'playwright-core';
import { submitBy } from './submit-by.ts';

interface GivenAnswer {
  readonly code: string;
  readonly why?: string;
  readonly name?: string;
}

/** The page to which the link of a message leads. */
export interface QuestionPage {
  readonly heading: Locator;
  readonly form: Locator;
  readonly code: Locator;
  /** What the page says about the answer that was given, or why it takes none. */
  readonly banner: Locator;
  approve(answer: GivenAnswer): Promise<void>;
  reject(answer: GivenAnswer): Promise<void>;
}

export async function openQuestion(page: Page, link: string): Promise<QuestionPage> {
  await page.goto(link);
  const code = page.getByLabel('Code from the message');
  const answerBy = (button: string) => async (answer: GivenAnswer) => {
    await code.fill(answer.code);
    if (answer.why !== undefined) await page.getByLabel('Why (optional)').fill(answer.why);
    if (answer.name !== undefined) await page.getByLabel('Your name').fill(answer.name);
    await submitBy(page, page.getByRole('button', { name: button }));
  };
  return {
    heading: page.getByRole('heading', { level: 1 }),
    form: page.locator('form'),
    code,
    banner: page.locator('.banner'),
    approve: answerBy('Approve'),
    reject: answerBy('Reject'),
  };
}
