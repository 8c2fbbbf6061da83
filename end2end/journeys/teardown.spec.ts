// The way back: two acts after the page is open, and the world is as it was.
import { actsOf, click, fill } from '../support/hands.js';
import { button, heading, link, until } from '../support/find.js';
import { prepared } from '../support/journey.js';
import type { Sandbox } from '../support/sandbox.js';
import { setUp } from '../support/setup.js';
import { expect, test } from '../support/test.js';

// What exists at AWS, without what is deleted and only still listed.
async function live(sandbox: Sandbox): Promise<string[]> {
  const { sessions: _, ...kinds } = (await sandbox.world()).aws;
  const things = Object.values(kinds).filter((all) => typeof all === 'object');
  const ids = things.flatMap((all) => Object.entries(all as Record<string, { deletedAt?: number | null }>));
  return ids.filter(([, thing]) => !thing.deletedAt).map(([id]) => id).sort();
}

test('a set-up is taken back to where nothing costs any more', async ({ page, sandbox }) => {
  const before = await live(sandbox);
  const connection = await prepared(page, sandbox);
  await click(link(page, 'Next: accept the connections'));
  await setUp(page, ['payments']);
  expect(await live(sandbox)).not.toEqual(before);

  await page.goto(`/connections/${connection}`);
  await click(link(page, 'Tear down'));
  await expect(heading(page, 'Tear down')).toBeVisible();
  const goes = page.getByRole('region', { name: 'What goes' }).getByRole('row');
  await expect(goes.filter({ hasText: 'Direct Connect gateway' }).first()).toContainText('Onramp made it');
  await expect(page.getByRole('checkbox', { name: 'Also delete the connection at Pureport' })).toBeChecked();

  const opened = actsOf(page);
  await fill(page.getByLabel(/^Type .* to confirm$/), 'Office to payments');
  await click(button(page, 'Tear down'));
  await expect(heading(page, 'Run')).toBeVisible();
  await until(page, page.getByText('Done: nothing costs any more'));
  const acts = actsOf(page) - opened;
  console.log(`  from the open teardown to nothing costing any more: ${acts} acts`);
  expect(acts).toBeLessThanOrEqual(3);
  await expect(page.locator('ol.tasks > li').last()).toHaveAttribute('data-state', 'done');
  expect(await live(sandbox)).toEqual(before);
  await expect.poll(async () => (await sandbox.world()).pureport.connections).toEqual([]);
});
