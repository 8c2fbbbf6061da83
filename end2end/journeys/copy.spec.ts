// The gateway's values are there to be copied; the BGP key only when asked for.
import { button, region } from '../support/find.js';
import { prepared } from '../support/journey.js';
import { expect, test } from '../support/test.js';

test('each value of a gateway is copied by its button, and the key without being shown', async ({ page, context, sandbox }) => {
  const connection = await prepared(page, sandbox);
  const { primaryGateway: leg } = await sandbox.connection(connection);
  // Our pages may not read the clipboard, so it is pasted elsewhere.
  const notepad = await context.newPage();
  await notepad.setContent('<textarea aria-label="Note"></textarea>');
  const clipboard = async () => {
    await notepad.getByLabel('Note').fill('');
    await notepad.getByLabel('Note').press('Control+V');
    return notepad.getByLabel('Note').inputValue();
  };
  await expect(page.locator('html')).toHaveAttribute('data-ready', 'yes');
  for (const [what, right] of [
    ['VLAN', leg.vlan], ['Pureport IP', leg.bgpConfig.pureportIP], ['Remote IP', leg.bgpConfig.customerIP],
    ['AWS connection ID', leg.remoteId], ['BGP password', leg.bgpConfig.password],
  ]) {
    await button(page, `Copy ${what}, primary gateway`).click();
    await expect.poll(clipboard, what).toBe(String(right));
    await expect(page.getByRole('status').filter({ hasText: 'Copied' })).toBeVisible();
  }
  expect(await page.content(), 'the key after copying').not.toContain(leg.bgpConfig.password);
});

test('the BGP password is shown on request and hidden again', async ({ page, sandbox }) => {
  const connection = await prepared(page, sandbox);
  const { secondaryGateway: leg } = await sandbox.connection(connection);
  const card = region(page, 'Secondary gateway').first();
  const show = button(card, 'Show BGP password, secondary gateway');
  await expect(show).toHaveAttribute('aria-pressed', 'false');
  const revealed = page.waitForResponse((answer) => answer.url().endsWith('/bgp-key'));
  await show.click();
  expect((await revealed).headers()['cache-control']).toBe('no-store');
  await expect(card.getByText(leg.bgpConfig.password, { exact: true })).toBeVisible();
  await expect(show).toHaveAttribute('aria-pressed', 'true');
  await show.click();
  await expect(card.getByText(leg.bgpConfig.password, { exact: true })).toHaveCount(0);
  await page.goto('/activity');
  await expect(page.getByText(/RevealBgpKey|BGP (key|password)/i).first()).toBeVisible();
});
