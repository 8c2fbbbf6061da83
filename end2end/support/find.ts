// Finding by role and name, and waiting as a person would.
import { expect, type Locator, type Page } from '@playwright/test';
import { click } from './hands.js';

type Place = Page | Locator;

function pageOf(at: Place): Page {
  return 'page' in at ? at.page() : at;
}

export function button(at: Place, name: string | RegExp): Locator {
  return at.getByRole('button', { name, exact: typeof name === 'string' });
}

export function link(at: Place, name: string | RegExp): Locator {
  return at.getByRole('link', { name, exact: typeof name === 'string' });
}

export function heading(page: Page, name: string | RegExp): Locator {
  return page.getByRole('heading', { level: 1, name, exact: typeof name === 'string' });
}

export function region(page: Page, name: string | RegExp): Locator {
  return page.getByRole('region', { name, exact: typeof name === 'string' });
}

// A row of a description list: the values beside the label.
export function value(at: Place, label: string): Locator {
  return at.locator('dl > div').filter({ has: pageOf(at).locator('dt').getByText(label, { exact: true }) }).locator('dd');
}

const plain = new WeakSet<Page>();

// This page's scripts are off: it waits by "Refresh".
export function withoutScripts(page: Page): void {
  plain.add(page);
}

// Waits until `seen` is visible. With scripts the page has to bring it by itself.
export async function until(page: Page, seen: Locator, seconds = 60): Promise<void> {
  if (!plain.has(page)) {
    await expect(seen.first()).toBeVisible({ timeout: seconds * 1000 });
    return;
  }
  await expect(async () => {
    if (!(await seen.first().isVisible())) {
      await link(page, 'Refresh').click();
      await expect(seen.first()).toBeVisible({ timeout: 1_000 });
    }
  }).toPass({ timeout: seconds * 1000, intervals: [500] });
}

// Presses a button whose post leads to a page, and waits for that page.
export async function press(at: Place, name: string | RegExp): Promise<void> {
  await leave(pageOf(at), () => click(button(at, name)));
}

// A button that can't succeed yet keeps its focus, says why, and posts all the same.
export async function pressAnyway(page: Page, name: string, why: RegExp): Promise<void> {
  const at = button(page, name);
  await expect(at).toHaveAttribute('aria-disabled', 'true');
  await expect(at).toHaveAccessibleDescription(why);
  await at.focus();
  await expect(at).toBeFocused();
  await leave(page, () => page.keyboard.press('Enter'));
}

// Does what leads to another page; that page has loaded afterwards.
async function leave(page: Page, act: () => Promise<void>): Promise<void> {
  await page.waitForLoadState();
  const loaded = page.waitForEvent('load');
  await Promise.all([loaded, act()]);
}
