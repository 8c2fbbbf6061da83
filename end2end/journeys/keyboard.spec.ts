// The whole journey by Tab, Enter, Space and arrows.
import { withKeyboardAlone } from '../support/hands.js';
import { ha } from '../support/journey.js';
import { witness } from '../support/outside.js';
import { PACE, expect, test } from '../support/test.js';

test.use({ pace: PACE });

test('the keyboard alone completes the journey', async ({ page, sandbox }) => {
  withKeyboardAlone(page);
  const journey = await ha(page, sandbox);
  expect(witness(sandbox, journey.connection, journey.tables)).toMatch(/^2 interfaces/);
});

test('the first Tab reaches the skip link, which leads to the main part', async ({ page }) => {
  await page.goto('/');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to main content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});
