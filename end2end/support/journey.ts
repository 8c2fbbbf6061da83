// Whole journeys that several specs share.
import { expect, type Page } from '@playwright/test';
import { link, region, value } from './find.js';
import { click } from './hands.js';
import { connectAws, signIn } from './people.js';
import type { Sandbox } from './sandbox.js';
import { setUp } from './setup.js';
import { createNetwork, order, untilActive, type Order } from './wizard.js';

export interface Journey { connection: string; tables: { region: string; tables: string[] }[] }

const NETWORK = 'Head office';
const NAME = 'Office to payments';

// Sign in to Pureport and AWS, order, and have Pureport ready: where AWS begins.
export async function ordered(page: Page, wanted: Partial<Order> = {}): Promise<string> {
  await signIn(page);
  await connectAws(page);
  await createNetwork(page, NETWORK);
  const connection = await order(page, { name: NAME, ...wanted });
  await untilActive(page);
  return connection;
}

// The same for tests that begin later: the order is Pureport's API's, the rest the browser's.
export async function prepared(page: Page, sandbox: Sandbox): Promise<string> {
  const connection = await sandbox.order(NETWORK, NAME);
  await signIn(page);
  await page.goto(`/connections/${connection}`);
  await connectAws(page);
  await untilActive(page);
  return connection;
}

// The first journey of all.
export async function ha(page: Page, sandbox: Sandbox): Promise<Journey> {
  const connection = await ordered(page);
  await gatewayValues(page, sandbox, connection);
  await click(link(page, 'Next: accept the connections'));
  await setUp(page, ['payments', 'payments-dr']);
  const tables = [
    { region: 'us-west-2', tables: await tablesOf(sandbox, 'payments') },
    { region: 'us-east-1', tables: await tablesOf(sandbox, 'payments-dr') },
  ];
  return { connection, tables };
}

// What the connection's page says of both gateways is what Pureport's API says.
async function gatewayValues(page: Page, sandbox: Sandbox, connection: string): Promise<void> {
  const reported = await sandbox.connection(connection);
  for (const leg of ['primary', 'secondary']) {
    const card = region(page, `${leg === 'primary' ? 'Primary' : 'Secondary'} gateway`).first();
    const { vlan, remoteId, bgpConfig } = reported[`${leg}Gateway`];
    const values: [string, string][] = [
      ['Pureport ASN', bgpConfig.pureportASN], ['Pureport IP', bgpConfig.pureportIP], ['Remote IP', bgpConfig.customerIP],
      ['VLAN', vlan], ['AWS connection ID', remoteId], ['Amazon side ASN', bgpConfig.customerASN],
    ];
    for (const [label, right] of values) {
      await expect(value(card, label), `${label} of the ${leg} gateway`).toContainText(String(right));
    }
  }
}

export async function tablesOf(sandbox: Sandbox, vpc: string): Promise<string[]> {
  const { vpcId: id } = await sandbox.named('vpcs', vpc);
  const tables = (await sandbox.things('routeTables')).filter((table) => table.vpcId === id);
  expect(tables.length, `route tables of ${vpc}`).toBeGreaterThan(1);
  return tables.map((table) => table.routeTableId);
}
