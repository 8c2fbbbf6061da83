// A hosted connection that another partner ordered, from its letter to routes, without Pureport.
import { button, heading, link, press } from '../support/find.js';
import { TEMPORARY, giveAwsKeys } from '../support/people.js';
import { expectRefused } from '../support/fields.js';
import { associate, attach, createGateway, createInterfaces, enableAll, next, untilAssociated, untilVerified } from '../support/setup.js';
import { PACE, expect, test } from '../support/test.js';

test.use({ pace: PACE });

test('a hosted connection of another partner is taken over and proven with AWS credentials alone', async ({ page, sandbox }) => {
  const [letter] = await sandbox.letters();
  await page.goto('/sign-in');
  await link(page, 'Continue with AWS only').click();
  await expect(heading(page, 'Take over a hosted connection')).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Connect AWS' }).click();
  await giveAwsKeys(page, TEMPORARY);

  await expect(heading(page, 'Take over a hosted connection')).toBeVisible();
  const only = page.getByRole('radio', { name: /^northwind-order-1/ });
  await expect(only, 'the only one is preselected').toBeChecked();
  const partnerIp = page.getByLabel('Partner IP', { exact: true });
  await page.getByLabel('Partner ASN', { exact: true }).fill(String(letter.partnerAsn));
  await partnerIp.fill('169.254.96.1');
  await page.getByLabel('Amazon IP', { exact: true }).fill(letter.amazonIp);
  await page.getByLabel('BGP key', { exact: true }).fill(letter.bgpKey);
  await press(page, 'Take over');
  await expectRefused(page, partnerIp, '169.254.96.1', /Partner IP with its length/);
  await expect(page.getByLabel('Amazon IP', { exact: true })).toHaveValue(letter.amazonIp);
  await expect(page.getByLabel('BGP key', { exact: true }), 'a secret is not sent back').toHaveValue('');
  await partnerIp.fill(letter.partnerIp);
  await press(page, 'Take over');

  await expect(heading(page, 'Accept the connections')).toBeVisible();
  await press(page, 'Accept primary connection');
  await next(page, 'gateway');
  await createGateway(page);
  await next(page, 'interfaces');
  await expect(page.getByText('Pureport'), 'nothing is said of a partner that has no part in it').toHaveCount(0);
  await createInterfaces(page, ['primary']);
  await next(page, 'vpc');
  await attach(page, 'payments');
  await next(page, 'association');
  await associate(page, 'payments');
  await untilAssociated(page, 'payments');
  await next(page, 'routes');
  await enableAll(page, 'payments');
  await next(page, 'verify');
  await untilVerified(page);

  await link(page, 'Connections').click();
  await link(page, 'northwind-order-1').click();
  await expect(page.getByText('Taken over from Northwind Exchange')).toBeVisible();
  await link(page, 'Values from the partner').click();
  await expect(partnerIp).toHaveValue(letter.partnerIp);
  await expect(button(page, 'Forget the values of northwind-order-1')).toBeVisible();
});
