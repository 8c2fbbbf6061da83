// Answers that are kept, filled in, and asked again.
import { expectRefused } from '../support/fields.js';
import { button, heading, link, press, value } from '../support/find.js';
import { connectAws, signIn } from '../support/people.js';
import { expect, test } from '../support/test.js';
import { STEPS, TARGETS, connectionId, goTo, untilActive } from '../support/wizard.js';

test('"Use defaults and review" asks for the account alone, and marks what it filled in', async ({ page, sandbox }) => {
  await signIn(page);
  await link(page, 'Acme production').click();
  await link(page, 'Connect from Washington, DC').click();
  await link(page, 'Use defaults and review').click();
  await expect(heading(page, STEPS.review)).toBeVisible();
  await expect(page.locator('[data-default="yes"]').first()).toBeVisible();
  await expect(value(page, 'AWS region')).toContainText('us-east-1');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(/^Acme production – /);
  const account = page.getByLabel('AWS account ID');
  await button(page, 'Add connection').click();
  await expectRefused(page, account, '', /Enter the AWS account ID/);
  await account.fill('1234 5678 9012');
  await press(page, 'Add connection');
  await expect(heading(page, /^Acme production – /)).toBeVisible();
  const made = await sandbox.connection(connectionId(page));
  expect([made.highAvailability, made.peering.type, made.speed, made.awsRegion]).toEqual([true, 'PRIVATE', 50, 'us-east-1']);
  expect([made.customerASN, made.nat.enabled, made.customerNetworks]).toEqual([64512, false, []]);
});

test('a draft survives signing out, and can be taken up again', async ({ page }) => {
  await signIn(page);
  await link(page, 'Acme production').click();
  await link(page, 'Add connection…').click();
  await goTo(page, 'networks', { name: '', account: '123456789012', target: 'asn', asn: '65001' });
  await button(page, 'Sign out').click();
  await expect(heading(page, 'Connect your network to AWS')).toBeVisible();
  await signIn(page);
  await link(page, 'Acme production').click();
  await link(page, /^Continue/).first().click();
  await expect(heading(page, STEPS.networks)).toBeVisible();
  await button(page, 'Back').click();
  await expect(page.getByLabel('Amazon side ASN')).toHaveValue('65001');
  await expect(page.getByRole('radio', { name: TARGETS.asn, exact: true })).toBeChecked();
});

test('looking at a step by its link saves nothing', async ({ page }) => {
  await signIn(page);
  await link(page, 'Acme production').click();
  const network = new URL(page.url()).pathname;
  await page.goto(`${network}/connect/review?location=us-sea&defaults=1`);
  await expect(heading(page, STEPS.review)).toBeVisible();
  await page.goto(`${network}/connect/review`);
  await expect(heading(page, STEPS.type)).toBeVisible();
});

test("an existing gateway's ASN is the one to order, and another one is refused with both", async ({ page, sandbox }) => {
  await signIn(page);
  await connectAws(page);
  await link(page, 'Acme production').click();
  await link(page, 'Add connection…').click();
  await goTo(page, 'bgp', { name: '' });
  await page.getByRole('radio', { name: TARGETS.existing, exact: true }).check();
  const gateways = page.getByLabel('Direct Connect gateway', { exact: true });
  const core = await gateways.locator('option').filter({ hasText: 'core-dxgw' }).getAttribute('value');
  await gateways.selectOption(core);
  const asn = page.getByLabel('Amazon side ASN');
  await asn.fill('65001');
  await button(page, 'Next').click();
  await expectRefused(page, asn, '65001', /65010.*65001/);
  await asn.fill('65010');
  await button(page, 'Next').click();
  for (const step of ['networks', 'nat'] as const) {
    await expect(heading(page, STEPS[step])).toBeVisible();
    await button(page, 'Next').click();
  }
  await button(page, 'Check before ordering').click();
  await expect(page.getByText(/has ASN 65010, as ordered/)).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill('On core');
  await button(page, 'Add connection').click();
  await expect(heading(page, 'On core')).toBeVisible();
  expect((await sandbox.connection(connectionId(page))).customerASN).toBe(65010);
});

test('customer networks and NAT arrive at Pureport as answered', async ({ page, sandbox }) => {
  await signIn(page);
  await link(page, 'Acme production').click();
  await link(page, 'Add connection…').click();
  await goTo(page, 'networks', { name: '', account: '123456789012' });
  await page.getByLabel('Name', { exact: true }).first().fill('Office');
  await page.getByLabel('CIDR', { exact: true }).first().fill('192.168.40.0/24');
  await button(page, 'Next').click();
  await page.getByLabel('Enable Cloud Grade NAT').check();
  await expect(page.getByLabel('Native CIDR', { exact: true }).first(), 'offered from the step before').toHaveValue('192.168.40.0/24');
  await button(page, 'Next').click();
  await page.getByLabel('Name', { exact: true }).fill('Translated');
  await button(page, 'Add connection').click();
  await untilActive(page);
  const made = await sandbox.connection(connectionId(page));
  expect(made.customerNetworks).toEqual([{ name: 'Office', address: '192.168.40.0/24' }]);
  const [mapping] = made.nat.mappings;
  expect(mapping.nativeCidr).toBe('192.168.40.0/24');
  await expect(value(page, '192.168.40.0/24'), 'what Pureport assigned').toContainText(mapping.natCidr);
});
