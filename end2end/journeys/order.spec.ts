// Wrong order is explained, not crashed; and no button makes two of anything.
import type { Page } from '@playwright/test';
import { button, heading, link, press, pressAnyway, region } from '../support/find.js';
import { prepared } from '../support/journey.js';
import { boto } from '../support/outside.js';
import { acceptBoth, associate, attach, createGateway, createInterfaces, next, openTask, untilAssociated, vpcCard } from '../support/setup.js';
import { expect, test } from '../support/test.js';
import { connectionId, goTo } from '../support/wizard.js';

const USUAL = /usually takes|usual wait/i;

test('an interface is refused while its connection is pending, with the usual wait', async ({ page, sandbox }) => {
  const connection = await prepared(page, sandbox);
  await openTask(page, connection, 'gateway');
  await createGateway(page);
  await sandbox.freeze(true);
  await openTask(page, connection, 'accept');
  await acceptBoth(page);
  await expect(page.getByText(USUAL).first()).toBeVisible();
  await openTask(page, connection, 'interfaces');
  await pressAnyway(page, 'Create primary virtual interface', /still setting the primary connection up.*usually takes/i);
  const refusal = page.getByRole('main').getByText('No virtual interface was created');
  await expect(refusal).toBeVisible();
  await expect(page.getByText(/still setting the primary connection up/).first()).toBeVisible();
  expect(await sandbox.requests('CreatePrivateVirtualInterface')).toHaveLength(0);
});

test('accepting twice is told, and asks AWS once', async ({ page, context, sandbox }) => {
  const connection = await prepared(page, sandbox);
  const other = await context.newPage();
  await openTask(page, connection, 'accept');
  await openTask(other, connection, 'accept');
  await press(page, 'Accept primary connection');
  await press(other, 'Accept primary connection');
  await expect(other.getByText(/already/).first()).toBeVisible();
  expect(await sandbox.requests('ConfirmConnection')).toHaveLength(1);
});

test('associating before attaching says what is missing, and the usual wait', async ({ page, sandbox }) => {
  const connection = await prepared(page, sandbox);
  await openTask(page, connection, 'gateway');
  await createGateway(page);
  await sandbox.freeze(true);
  await openTask(page, connection, 'vpc');
  await press(page, 'Create and attach, payments');
  await expect(page.getByText(USUAL).first()).toBeVisible();
  await openTask(page, connection, 'association');
  const card = region(page, 'payments');
  await expect(card.getByText(/is not attached to the VPC yet/)).toBeVisible();
  await expect(card.getByText(/Usually 10 seconds to 2 minutes/)).toBeVisible();
  await expect(button(card, /^Associate/)).toHaveCount(0);
  await sandbox.freeze(false);
  await expect(button(card, /^Associate/), 'it comes by itself').toBeVisible();
  const [made] = (await sandbox.things('vpnGateways')).filter((one) => one.tags['onramp-connection'] === connection);
  await sandbox.patch(made.vpnGatewayId, { attachment: { ...made.attachment, state: 'attaching' } });
  await openTask(page, connection, 'association');
  await pressAnyway(page, 'Associate gateway, payments', /not attached to its VPC yet.*attaching usually takes/i);
  await expect(page.getByText('Nothing was associated')).toBeVisible();
  expect(await sandbox.requests('CreateDirectConnectGatewayAssociation')).toHaveLength(0);
});

test('a second virtual private gateway for a VPC is refused, naming the first', async ({ page, sandbox }) => {
  const connection = await prepared(page, sandbox);
  await openTask(page, connection, 'vpc');
  const { vpcId: vpc } = await sandbox.named('vpcs', 'payments');
  const { VpnGateway: first } = boto(sandbox, 'ec2', 'create_vpn_gateway', { Type: 'ipsec.1' });
  boto(sandbox, 'ec2', 'attach_vpn_gateway', { VpnGatewayId: first.VpnGatewayId, VpcId: vpc });
  const before = await sandbox.lastRequest();
  await press(page, 'Create and attach, payments');
  await expect(page.getByText('No virtual private gateway was attached')).toBeVisible();
  await expect(page.getByText(new RegExp(`${first.VpnGatewayId}.*a VPC takes one`))).toBeVisible();
  expect(await sandbox.requests('CreateVpnGateway', before)).toHaveLength(0);
});

test('the same create button pressed in two tabs at once makes one resource', async ({ page, context, sandbox }) => {
  const other = await context.newPage();
  const connection = await prepared(page, sandbox);
  const both = async (task: Parameters<typeof openTask>[2], act: (tab: Page) => Promise<unknown>) => {
    await openTask(page, connection, task);
    await openTask(other, connection, task);
    await Promise.all([act(page), act(other)]);
  };
  const made = async (operation: string) => (await sandbox.requests(operation)).filter((one) => one.status === 200).length;
  await both('accept', acceptBoth);
  expect(await made('ConfirmConnection'), 'confirmations').toBe(2);
  await both('gateway', createGateway);
  expect(await made('CreateDirectConnectGateway'), 'gateways').toBe(1);
  await both('interfaces', (tab) => createInterfaces(tab, ['primary']));
  expect(await made('CreatePrivateVirtualInterface'), 'interfaces').toBe(1);
  await both('vpc', (tab) => attach(tab, 'payments'));
  expect(await made('CreateVpnGateway'), 'virtual private gateways').toBe(1);
  expect(await made('AttachVpnGateway'), 'attachments').toBe(1);
  await both('association', (tab) => associate(tab, 'payments'));
  await untilAssociated(page, 'payments');
  expect(await made('CreateDirectConnectGatewayAssociation'), 'associations').toBe(1);
});

test('a double click makes one resource', async ({ page, sandbox }) => {
  const connection = await prepared(page, sandbox);
  await openTask(page, connection, 'gateway');
  await button(page, 'Create Direct Connect gateway').dblclick();
  await expect(link(page, 'Next: Virtual interfaces')).toBeVisible();
  expect(await sandbox.requests('CreateDirectConnectGateway')).toHaveLength(1);
  await openTask(page, connection, 'vpc');
  await button(page, 'Create and attach, payments').dblclick();
  await expect(region(page, vpcCard('payments')).getByText('Attached', { exact: true })).toBeVisible();
  expect(await sandbox.requests('CreateVpnGateway')).toHaveLength(1);
});

test('"Add connection" in two tabs at once orders one connection', async ({ page, context, sandbox }) => {
  await prepared(page, sandbox);
  const { id } = (await sandbox.world()).pureport.networks.find((one: { name: string }) => one.name === 'Acme production');
  await page.goto(`/networks/${id}`);
  await link(page, 'Add connection…').click();
  await goTo(page, 'review', { name: 'Second' });
  await page.getByLabel('Name', { exact: true }).fill('Second');
  const other = await context.newPage();
  await other.goto(page.url());
  await other.getByLabel('Name', { exact: true }).fill('Second');
  const add = (tab: Page) => button(tab, 'Add connection').click();
  await Promise.all([add(page), add(other)]);
  for (const tab of [page, other]) await expect(heading(tab, 'Second')).toBeVisible();
  expect(connectionId(page)).toBe(connectionId(other));
  const orders = (await sandbox.requests('addConnection')).filter((one) => one.status < 300);
  expect(orders, 'beside the first').toHaveLength(2);
});

test('a finished task says so and leads on when its page is opened again', async ({ page, sandbox }) => {
  const connection = await prepared(page, sandbox);
  await openTask(page, connection, 'accept');
  await acceptBoth(page);
  await openTask(page, connection, 'accept');
  await next(page, 'gateway');
});
