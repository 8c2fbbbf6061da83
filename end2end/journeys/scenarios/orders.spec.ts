// What is wrong with the account at Pureport, the order, or what AWS takes no more of.
import type { Page } from '@playwright/test';
import { expect, test } from '../../support/test.js';
import { button, heading, link, press, until } from '../../support/find.js';
import { check, click } from '../../support/hands.js';
import { enter, firstLine, health, meet, says } from '../../support/scenarios.js';
import { openTask } from '../../support/setup.js';

async function plan(page: Page, connection: string, vpc: RegExp, target?: RegExp): Promise<void> {
  await page.goto(`/connections/${connection}/setup`);
  if (target) await check(page.getByRole('radio', { name: target }));
  for (const one of await page.getByRole('group', { name: 'VPCs to reach' }).getByRole('checkbox').all()) await one.uncheck();
  await check(page.getByRole('checkbox', { name: vpc }));
}

async function checked(page: Page, connection: string, vpc: RegExp, target?: RegExp): Promise<void> {
  await plan(page, connection, vpc, target);
  await press(page, 'Check before starting');
}

const PAYMENTS = /^payments, 10\.20\.0\.0\/16/;

async function orderAt(page: Page, network: string, location: string): Promise<void> {
  await page.goto(network);
  await link(page, `Connect from ${location}`).click();
  await link(page, 'Use defaults and review').click();
  await press(page, 'Add connection');
}

test('empty: one order and one run lead to all checks passed', async ({ page, sandbox }) => {
  await orderAt(page, await enter(page, sandbox, 'empty'), 'Seattle, WA');
  await until(page, link(page, 'Next: accept the connections'));
  await click(link(page, 'Set up AWS').first());
  await check(page.getByRole('checkbox', { name: PAYMENTS }));
  await click(button(page, 'Run all steps'));
  await until(page, page.getByText('Done: all checks passed'));
});

for (const [scenario, cause] of [
  ['no-billing', /No means of payment is set up at Pureport. Add one in Pureport’s console under Billing/],
  ['no-consent', /Pureport’s terms have not been accepted for this account. Accept them in Pureport’s console/],
  ['create-without-update', /may not create and update networks. Ask an administrator of the account/],
] as const) {
  test(`${scenario}: no way to order is offered, and the page says who opens it`, async ({ page, sandbox }) => {
    await enter(page, sandbox, scenario);
    await expect(page.getByText('No connection can be added')).toBeVisible();
    await says(page, cause);
    await expect(link(page, 'Add connection…')).toHaveCount(0);
    await expect(link(page, /^Connect from/)).toHaveCount(0);
  });
}

test('pending-approval: Pureport has to approve, and nothing else is claimed', async ({ page, sandbox }) => {
  const connection = await meet(page, sandbox, 'pending-approval');
  await health(page, connection);
  await firstLine(page, 'Waiting for Pureport’s approval of the order');
  await says(page, /Only Pureport can approve: ask its support/);
  await openTask(page, connection, 'verify');
  await expect(page.locator('#verdict')).toContainText('Pureport has not approved the order yet');
  await page.goto(`/connections/${connection}`);
  await says(page, 'Waiting for Pureport’s approval', /ask Pureport’s support/);
});

test('insufficient-capacity: nothing is ordered, and another location takes the order', async ({ page, sandbox }) => {
  const network = await enter(page, sandbox, 'insufficient-capacity');
  await orderAt(page, network, 'Seattle, WA');
  await firstLine(page, 'Nothing was ordered');
  await says(page, /Pureport has no capacity left for this at the location. Choose another location/);
  await orderAt(page, network, 'Washington, DC');
  await until(page, link(page, 'Next: accept the connections'));
});

test('failed-to-delete: the teardown removes what holds it, and the connection goes', async ({ page, sandbox }) => {
  const connection = await meet(page, sandbox, 'failed-to-delete');
  await health(page, connection);
  await firstLine(page, /Pureport could not delete this connection. AWS still has a virtual interface/);
  await link(page.getByRole('main'), 'Tear down').click();
  await firstLine(page, 'Pureport could not delete this connection');
  await page.getByLabel(/^Type .* to confirm$/).fill('AWS us-west-2 - 50Mbps - HA');
  await click(button(page, 'Tear down'));
  await expect(heading(page, 'Run')).toBeVisible();
  await until(page, page.getByText('Done: nothing costs any more'));
  await expect.poll(async () => (await sandbox.world()).pureport.connections).toEqual([]);
});

test('quota-interfaces: the full gateway is named, and a new one takes the interfaces', async ({ page, sandbox }) => {
  const connection = await meet(page, sandbox, 'quota-interfaces');
  await checked(page, connection, PAYMENTS, /^payments-dxgw/);
  await says(page, /30 virtual interfaces .*AWS allows 30/, /Choose another Direct Connect gateway, or create a new one/);
  await plan(page, connection, /^lab/);
  await click(button(page, 'Run all steps'));
  await until(page, page.getByText('Done: all checks passed'));
});

test('quota-vgws: the region is full, and a VPC that has a gateway is proven instead', async ({ page, sandbox }) => {
  const connection = await meet(page, sandbox, 'quota-vgws');
  await checked(page, connection, PAYMENTS);
  await says(page, /5 virtual private gateways at us-west-2 and 1 more would be needed, but AWS allows 5/, /ask AWS for a higher quota in Service Quotas/);
  await plan(page, connection, /^analytics/);
  await click(button(page, 'Run all steps'));
  await until(page, page.getByText('Done: all checks passed'));
});

test('quota-connections: the location is full, and AWS’s account owner has to act', async ({ page, sandbox }) => {
  const connection = await meet(page, sandbox, 'quota-connections');
  await checked(page, connection, PAYMENTS);
  await says(page, /10 accepted connections at EqSe2 and 2 more would be needed, but AWS allows 10/, /ask AWS for a higher quota in Service Quotas/);
  await openTask(page, connection, 'accept');
  await press(page, 'Accept both');
  await firstLine(page, 'Nothing was accepted');
});
