// What a refused form owes: everything as typed, the mend at the field and in a summary that takes
// the focus, a title that says it first.
import { expect, type Locator, type Page } from '@playwright/test';

export async function expectRefused(page: Page, field: Locator, typed: string, mend: RegExp): Promise<void> {
  await expect(page, `title after ${JSON.stringify(typed)}`).toHaveTitle(/^Error: /);
  const summary = page.getByRole('alert').filter({ hasText: 'There is a problem' });
  await expect(summary).toBeFocused();
  await expect(field, 'what was typed is kept').toHaveValue(typed);
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field, `the mend for ${JSON.stringify(typed)}`).toHaveAccessibleDescription(mend);
  const item = summary.getByRole('link', { name: mend }).first();
  await item.click();
  await expect(field, 'the summary leads to the field').toBeFocused();
}

// The value stood the test: the next page has no error.
export async function expectTaken(page: Page, typed: string): Promise<void> {
  await expect(page, `title after ${JSON.stringify(typed)}`).not.toHaveTitle(/^Error: /);
}
