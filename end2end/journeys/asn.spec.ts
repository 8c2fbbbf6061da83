// The ASN trap is closed, and the two peer addresses can't be mixed up unnoticed.
import { button, press, pressAnyway, region, until, value } from '../support/find.js';
import { prepared } from '../support/journey.js';
import { boto } from '../support/outside.js';
import { acceptBoth, createGateway, openTask } from '../support/setup.js';
import { answersAge, type Sandbox } from '../support/sandbox.js';
import { expect, test } from '../support/test.js';

const BOTH = /65010.*64512|64512.*65010/;

test('a gateway with another ASN is listed, not choosable, with both numbers and the mend', async ({ page, sandbox }) => {
  const connection = await prepared(page, sandbox);
  await openTask(page, connection, 'gateway');
  const core = page.getByRole('radio', { name: /core-dxgw/ });
  await expect(core).toBeDisabled();
  await expect(core).toHaveAccessibleDescription(/Its ASN is 65010; this connection was ordered for 64512\. BGP would never come up/);
  await expect(page.getByText('Change the order to 65010').first()).toBeVisible();
  await expect(page.getByRole('radio', { name: /legacy-dxgw/ })).toBeEnabled();

  // Whoever gets around the page meets the rule below it.
  await core.evaluate((radio: HTMLInputElement) => { radio.disabled = false; radio.checked = true; });
  await press(page, 'Use this gateway');
  await expect(page.getByText(BOTH).first()).toBeVisible();
  await openTask(page, connection, 'interfaces');
  await pressAnyway(page, 'Create primary virtual interface', /There is no gateway|has not been accepted/);
  expect(await sandbox.requests('CreatePrivateVirtualInterface')).toHaveLength(0);
});

test('the mend changes the order, and the gateway can be chosen', async ({ page, sandbox }) => {
  const connection = await prepared(page, sandbox);
  await openTask(page, connection, 'gateway');
  await press(page, 'Change the order to 65010');
  const core = page.getByRole('radio', { name: /core-dxgw/ });
  await expect(async () => {
    await openTask(page, connection, 'gateway');
    await expect(core).toBeEnabled({ timeout: 1_000 });
  }).toPass();
  await core.check();
  await press(page, 'Use this gateway');
  await expect(region(page, 'The gateway of this connection')).toContainText('core-dxgw');
  expect((await sandbox.connection(connection)).customerASN).toBe(65010);
});

test('the interface page and the engine refuse a gateway whose ASN is not the ordered one', async ({ page, sandbox }) => {
  const connection = await prepared(page, sandbox);
  await openTask(page, connection, 'accept');
  await acceptBoth(page);
  await openTask(page, connection, 'gateway');
  await page.getByRole('radio', { name: /legacy-dxgw/ }).check();
  await press(page, 'Use this gateway');
  const gateways = await sandbox.things('directConnectGateways');
  const legacy = gateways.find((one) => one.directConnectGatewayName === 'legacy-dxgw');
  await sandbox.patch(legacy.directConnectGatewayId, { amazonSideAsn: 65010 });
  await openTask(page, connection, 'interfaces');
  await expect(button(page, 'Create primary virtual interface')).toHaveAccessibleDescription(/change the order to 65010/i);
  await pressAnyway(page, 'Create primary virtual interface', BOTH);
  await expect(page.getByText('No virtual interface was created')).toBeVisible();
  await expect(page.getByText(BOTH).first()).toBeVisible();
  expect(await sandbox.requests('CreatePrivateVirtualInterface')).toHaveLength(0);
});

test("the interface card carries AWS's labels with Pureport's beside them", async ({ page, sandbox }) => {
  const connection = await prepared(page, sandbox);
  await openTask(page, connection, 'gateway');
  await createGateway(page);
  await openTask(page, connection, 'interfaces');
  const reported = await sandbox.connection(connection);
  for (const leg of ['primary', 'secondary']) {
    const card = region(page, new RegExp(`^${leg}`, 'i')).first();
    const { vlan, bgpConfig } = reported[`${leg}Gateway`];
    const slash30 = (address: string) => `${address.split('/')[0]}/30`;
    for (const [label, right] of [
      ['Your router peer IP (Pureport IP)', slash30(bgpConfig.pureportIP)],
      ['Amazon router peer IP (Remote IP)', slash30(bgpConfig.customerIP)],
      ['BGP ASN (Pureport ASN)', bgpConfig.pureportASN],
      ['Amazon side ASN (from the gateway)', 64512],
      ['VLAN', vlan],
    ]) {
      await expect(value(card, label), label).toContainText(String(right));
    }
    expect(await card.innerHTML(), 'the key').not.toContain(bgpConfig.password);
  }
});

// What boto3 makes of the primary leg on the gateway that the product made.
async function interfaceByBoto(sandbox: Sandbox, connection: string, swap: boolean): Promise<{ virtualInterfaceId: string }> {
  const { primaryGateway: leg } = await sandbox.connection(connection);
  const gateways = await sandbox.things('directConnectGateways');
  const ours = gateways.find((one) => !/legacy|core/.test(one.directConnectGatewayName));
  const slash30 = (address: string) => `${address.split('/')[0]}/30`;
  const [amazon, customer] = [leg.bgpConfig.customerIP, leg.bgpConfig.pureportIP].map(slash30);
  const made = boto(sandbox, 'directconnect', 'create_private_virtual_interface', {
    connectionId: leg.remoteId,
    newPrivateVirtualInterface: {
      virtualInterfaceName: 'by-hand', vlan: leg.vlan, asn: leg.bgpConfig.pureportASN, authKey: leg.bgpConfig.password,
      amazonAddress: swap ? customer : amazon, customerAddress: swap ? amazon : customer,
      directConnectGatewayId: ours.directConnectGatewayId,
    },
  });
  expect(made.Error, 'AWS takes it').toBeUndefined();
  await answersAge();
  return made;
}

test('Edit leaves the ordered ASN alone while an interface stands, and keeps what was typed', async ({ page, sandbox }) => {
  const connection = await prepared(page, sandbox);
  await openTask(page, connection, 'accept');
  await acceptBoth(page);
  await openTask(page, connection, 'gateway');
  await createGateway(page);
  await interfaceByBoto(sandbox, connection, false);
  await page.goto(`/connections/${connection}/edit`);
  const asn = page.getByLabel('Amazon side ASN');
  await asn.fill('65010');
  await press(page, 'Edit connection');
  await expect(asn).toHaveValue('65010');
  await expect(asn).toHaveAccessibleDescription(/interface/i);
  expect((await sandbox.connection(connection)).customerASN).toBe(64512);
});

test('a swapped pair of addresses stays down, and Verify says why', async ({ page, sandbox }) => {
  const connection = await prepared(page, sandbox);
  await openTask(page, connection, 'accept');
  await acceptBoth(page);
  await openTask(page, connection, 'gateway');
  await createGateway(page);
  const made = await interfaceByBoto(sandbox, connection, true);
  await openTask(page, connection, 'verify');
  await until(page, page.getByText(/The two peer addresses are swapped/));
  await expect(page.getByText('All checks passed')).toHaveCount(0);
  const session = (await sandbox.world()).aws.sessions[made.virtualInterfaceId];
  expect(session.up).toBe(false);
});
