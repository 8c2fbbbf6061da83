// Health, for two in the morning: a verdict, both sides, and text for support without a key.
import { button, region, until } from '../support/find.js';
import { prepared } from '../support/journey.js';
import { acceptBoth, createGateway, createInterfaces, openTask } from '../support/setup.js';
import { expect, test } from '../support/test.js';

test('the verdict follows both BGP sessions, and the text for support holds no key', async ({ page, sandbox }) => {
  const connection = await prepared(page, sandbox);
  await page.goto(`/connections/${connection}/health`);
  await expect(page.getByText('Nothing flows yet: AWS is not set up')).toBeVisible();
  await openTask(page, connection, 'accept');
  await acceptBoth(page);
  await openTask(page, connection, 'gateway');
  await createGateway(page);
  await openTask(page, connection, 'interfaces');
  await createInterfaces(page);
  await page.goto(`/connections/${connection}/health`);
  await expect(page.getByText('BGP is up on both legs')).toBeVisible();

  const { primaryGateway: primary, secondaryGateway: secondary } = await sandbox.connection(connection);
  const made = await sandbox.things('virtualInterfaces');
  const ours = made.find((one) => one.connectionId === primary.remoteId);
  await sandbox.patch(ours.virtualInterfaceId, { vlan: ours.vlan === 100 ? 101 : 100 });
  await page.goto(`/connections/${connection}/health`);
  await until(page, page.getByText(/Traffic runs on the secondary only; primary BGP (is )?down/));
  await expect(page.getByText(/Pureport’s VLAN is .*, the interface has/).first()).toBeVisible();
  await expect(region(page, 'Primary leg').getByRole('row', { name: /^BGP/ })).toContainText('Down');
  await expect(region(page, 'Secondary leg').getByRole('row', { name: /^BGP/ })).toContainText('Up');

  const support = await page.locator('#support .command').innerText();
  for (const id of [connection, primary.id, secondary.id, primary.remoteId, ours.virtualInterfaceId, '123456789012', 'us-west-2']) {
    expect(support, `${id} in the text for support`).toContain(id);
  }
  for (const { bgpConfig } of [primary, secondary]) expect(support).not.toContain(bgpConfig.password);
  await expect(button(page, 'Copy for support')).toBeVisible();
});

test('what is open stays open while the page brings itself up to date', async ({ page, sandbox }) => {
  const connection = await prepared(page, sandbox);
  await openTask(page, connection, 'gateway');
  await createGateway(page);
  await sandbox.freeze(true);
  await openTask(page, connection, 'accept');
  await acceptBoth(page);
  const state = region(page, 'Primary connection').getByText('Being set up by AWS');
  await expect(state).toBeVisible();
  await page.getByText('Via the AWS CLI').click();
  const copy = button(page, 'Copy command, primary');
  await copy.focus();
  await sandbox.freeze(false);
  await expect(state).toHaveCount(0);
  await expect(copy, 'still open').toBeVisible();
  await expect(copy, 'and the focus is where it was').toBeFocused();
  await expect(page.getByRole('status').filter({ hasText: 'Accept the connections: done' })).toHaveCount(1);
});

test('what was chosen in a list stays chosen, and an open list is not taken away', async ({ page, sandbox }) => {
  const connection = await prepared(page, sandbox);
  await openTask(page, connection, 'gateway');
  await createGateway(page);
  await sandbox.freeze(true);
  await openTask(page, connection, 'accept');
  await acceptBoth(page);
  await openTask(page, connection, 'interfaces');
  const mtu = page.locator('#mtu-primary');
  const create = button(page, 'Create primary virtual interface');
  await expect(create).toHaveAttribute('aria-disabled', 'true');
  await mtu.selectOption('8500');
  await mtu.focus();
  const before = await mtu.elementHandle();
  await sandbox.freeze(false);
  const looked = () => page.waitForResponse((answer) => answer.url().endsWith('/setup/interfaces'));
  await looked();
  await looked();
  expect(await before!.evaluate((list) => list.isConnected), 'the list is still the one in use').toBe(true);
  await page.locator('#name-primary').focus();
  await expect(create).not.toHaveAttribute('aria-disabled');
  await expect(mtu).toHaveValue('8500');
});
