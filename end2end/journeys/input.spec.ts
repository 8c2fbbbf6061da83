// Bad input keeps what was typed and names the mend at the field.
import { expectRefused } from '../support/fields.js';
import { button, heading, link } from '../support/find.js';
import { connectAws, giveAwsKeys, signIn } from '../support/people.js';
import { expect, test } from '../support/test.js';
import { STEPS, TARGETS, goTo, untilActive, type Step } from '../support/wizard.js';
import type { Page } from '@playwright/test';

const WANTED = { name: 'Typed', account: '123456789012' };

async function atStep(page: Page, step: Step): Promise<void> {
  await signIn(page);
  await link(page, 'Acme production').click();
  await link(page, 'Add connection…').click();
  await goTo(page, step, WANTED);
}

test('AWS account ids', async ({ page }) => {
  await atStep(page, 'service');
  const field = page.getByLabel('AWS account ID');
  for (const [typed, mend] of [
    ['12345678901', /Enter all 12 digits.*this has 11/],
    ['1234567890123', /Enter all 12 digits.*this has 13/],
    ['12345678901a', /12 digits.*letters are not/],
    ['', /Enter the AWS account ID/],
  ] as const) {
    await field.fill(typed);
    await button(page, 'Next').click();
    await expectRefused(page, field, typed, mend);
  }
  await field.fill(' 1234-5678 9012 ');
  await button(page, 'Next').click();
  await expect(heading(page, STEPS.bgp)).toBeVisible();
  await goToReviewFrom(page);
  await expect(page.getByRole('main')).toContainText('123456789012');
});

async function goToReviewFrom(page: Page): Promise<void> {
  for (const step of ['networks', 'nat', 'review'] as const) {
    await button(page, 'Next').click();
    await expect(heading(page, STEPS[step])).toBeVisible();
  }
}

test('Amazon side ASNs', async ({ page }) => {
  await atStep(page, 'bgp');
  const field = page.getByLabel('Amazon side ASN');
  const range = /64512 to 65534.*4200000000 to 4294967294/;
  for (const target of ['new', 'asn'] as const) {
    for (const [typed, mend] of [
      ['0', range], ['64511', range], ['65535', range], ['4294967295', range],
      ['amazon', /whole number/], ['394351', /394351 is Pureport’s own/], ['7224', /7224 is one of Amazon’s legacy numbers/],
    ] as const) {
      await page.getByRole('radio', { name: TARGETS[target], exact: true }).check();
      await field.fill(typed);
      await button(page, 'Next').click();
      await expectRefused(page, field, typed, mend);
      await expect(page.getByRole('radio', { name: TARGETS[target], exact: true }), 'the target is kept').toBeChecked();
    }
  }
  await page.getByRole('radio', { name: TARGETS.vgw, exact: true }).check();
  await field.fill('7224');
  await button(page, 'Next').click();
  await expect(heading(page, STEPS.networks), '7224 with a virtual private gateway').toBeVisible();
});

test('customer networks', async ({ page }) => {
  await atStep(page, 'networks');
  const field = page.getByLabel('CIDR', { exact: true }).first();
  for (const [typed, mend] of [
    ['10.0.0.1/16', /Enter 10\.0\.0\.0\/16/], ['300.0.0.0/8', /at most 255/], ['2001:db8::/32', /does not support IPv6/],
    ['10.0.0.0/33', /at most 32/], ['ten', /for example 10\.0\.0\.0\/16/],
  ] as const) {
    await field.fill(typed);
    await button(page, 'Next').click();
    await expectRefused(page, field, typed, mend);
  }
  // Twice the same: the second one is to blame, both are kept.
  await field.fill('10.1.0.0/16');
  await button(page, 'Add another').click();
  const second = page.getByLabel('CIDR', { exact: true }).nth(1);
  await second.fill('10.1.0.0/16');
  await button(page, 'Next').click();
  await expectRefused(page, second, '10.1.0.0/16', /10\.1\.0\.0\/16 is in the list already/);
  await expect(field).toHaveValue('10.1.0.0/16');
  // Wide, valid, warned about.
  await field.fill('10.0.0.0/8');
  await button(page.getByRole('group', { name: /2$/ }), /^Remove/).click();
  await button(page, 'Next').click();
  await expect(page).not.toHaveTitle(/^Error: /);
  await button(page, 'Back').click();
  await expect(page.getByText(/10\.0\.0\.0\/8 is wider than \/16/)).toBeVisible();
});

test('native CIDRs of NAT', async ({ page }) => {
  await atStep(page, 'nat');
  await page.getByLabel('Enable Cloud Grade NAT').check();
  const fields = page.getByLabel('Native CIDR', { exact: true });
  for (const [typed, mend] of [
    ['10.0.0.0/8', /\/16 or longer/], ['10.0.0.1/16', /Enter 10\.0\.0\.0\/16/], ['', /at least one native CIDR|Enter a CIDR/],
  ] as const) {
    await fields.first().fill(typed);
    await button(page, 'Next').click();
    await expectRefused(page, fields.first(), typed, mend);
    await expect(page.getByLabel('Enable Cloud Grade NAT'), 'the tick is kept').toBeChecked();
  }
  await fields.first().fill('192.168.0.0/16');
  await button(page, 'Add another').click();
  await fields.nth(1).fill('192.168.7.0/24');
  await button(page, 'Next').click();
  await expectRefused(page, fields.nth(1), '192.168.7.0/24', /overlaps 192\.168\.0\.0\/16/);
});

const LONG = 'n'.repeat(65);
const HIDDEN = 'safe\u202Egnp.exe';

test('names of networks', async ({ page }) => {
  await signIn(page);
  await link(page, 'Create network').click();
  const field = page.getByLabel('Name', { exact: true });
  for (const [typed, mend] of [
    ['', /Enter a name/], [LONG, /64 characters or fewer; it has 65/], [HIDDEN, /invisible or control characters/],
    ['Acme production', /Choose another name/],
  ] as const) {
    await field.fill(typed);
    await page.getByLabel('Description (optional)').fill('what it is for');
    await button(page, 'Create network').click();
    await expectRefused(page, field, typed, mend);
    await expect(page.getByLabel('Description (optional)'), 'the other field').toHaveValue('what it is for');
  }
  for (const name of ['<script>alert(1)</script>', 'Büro 🏢 東京', '"quoted" & \'more\'']) {
    await page.goto('/networks/new');
    await field.fill(name);
    await button(page, 'Create network').click();
    await expect(heading(page, name)).toBeVisible();
    await expect(page).toHaveTitle(`${name} – Onramp`);
  }
});

test('names of connections', async ({ page, sandbox }) => {
  await atStep(page, 'review');
  const field = page.getByLabel('Name', { exact: true });
  for (const [typed, mend] of [
    ['', /Enter a name/], [LONG, /64 characters or fewer; it has 65/], [HIDDEN, /invisible or control characters/],
  ] as const) {
    await field.fill(typed);
    await button(page, 'Add connection').click();
    await expectRefused(page, field, typed, mend);
  }
  expect(await sandbox.requests('addConnection'), 'nothing was ordered').toHaveLength(0);
  const hostile = '<script>alert("🏢")</script>';
  await field.fill(hostile);
  await button(page, 'Add connection').click();
  await expect(heading(page, hostile)).toBeVisible();
  await untilActive(page);
});

test('a region that the location does not reach is refused', async ({ page }) => {
  await atStep(page, 'location');
  await page.getByRole('radio', { name: /Oregon/ }).evaluate((radio: HTMLInputElement) => {
    radio.value = 'us-sea/aws-us-east-1';
    radio.checked = true;
  });
  await button(page, 'Next').click();
  await expect(page).toHaveTitle(/^Error: Location and region/);
  await expect(page.getByRole('alert').getByRole('link', { name: /Choose a region that this location reaches/ })).toBeVisible();
});

test('an address ahead of the draft leads to the first open step', async ({ page }) => {
  await atStep(page, 'service');
  const address = new URL(page.url()).pathname;
  for (const step of ['bgp', 'networks', 'nat', 'review']) {
    await page.goto(address.replace('service', step));
    await expect(heading(page, STEPS.service)).toBeVisible();
    expect(new URL(page.url()).pathname).toBe(address);
  }
  await button(page, 'Back').click();
  await expect(heading(page, STEPS.location)).toBeVisible();
});

test('refused credentials keep the key and drop the secret', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByLabel('Pureport API key').fill('somebody');
  await page.getByLabel('Pureport API secret').fill('a wrong secret');
  await button(page, 'Sign in').click();
  const key = page.getByLabel('Pureport API key');
  await expectRefused(page, key, 'somebody', /Pureport did not accept this key and secret/);
  await expect(page.getByLabel('Pureport API secret')).toHaveValue('');

  await signIn(page);
  await page.goto('/aws/sign-in');
  await giveAwsKeys(page, { id: 'AKIAUNKNOWN000000000', secret: 'a wrong secret', token: 'a wrong token' });
  await expectRefused(page, page.getByLabel('Access key ID'), 'AKIAUNKNOWN000000000', /AWS did not accept these credentials/);
  for (const secret of ['Secret access key', 'Session token (optional)']) {
    await expect(page.getByLabel(secret)).toHaveValue('');
  }
  await page.goto('/networks');
  await connectAws(page, { id: 'AKIASANDBOXOPERATOR1', secret: 'sandbox/operator/secret/key/000000000001' });
  await expect(page.getByText(/long-lived key/).first()).toBeVisible();
});

test('"Change" on the review leads back to it, and dependents of a changed answer are asked again', async ({ page, sandbox }) => {
  await atStep(page, 'review');
  await link(page, /^Change .*account/i).click();
  await expect(heading(page, STEPS.service)).toBeVisible();
  await page.getByLabel('AWS account ID').fill('210987654321');
  await button(page, 'Next').click();
  await expect(heading(page, STEPS.review)).toBeVisible();
  await expect(page.getByRole('main')).toContainText('210987654321');
  await page.getByLabel('Name', { exact: true }).fill('Changed');
  await button(page, 'Add connection').click();
  await expect(heading(page, 'Changed')).toBeVisible();
  const [made] = (await sandbox.world()).pureport.connections;
  expect(made.awsAccountId).toBe('210987654321');
});
