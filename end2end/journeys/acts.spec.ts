// The yardstick: the seed article needs 83 deliberate acts and ends without a check.
import { heading, link, button, until } from '../support/find.js';
import { actsOf, check, click, fill } from '../support/hands.js';
import { OPERATOR, giveAwsKeys } from '../support/people.js';
import { tablesOf } from '../support/journey.js';
import { witness } from '../support/outside.js';
import { connectionId, untilActive } from '../support/wizard.js';
import { PACE, expect, test } from '../support/test.js';

test.use({ pace: PACE });

test('from the sign-in page to all checks passed in at most fifteen acts', async ({ page, sandbox }) => {
  await page.goto('/sign-in');
  await fill(page.getByLabel('Pureport API key'), 'sandbox');
  await fill(page.getByLabel('Pureport API secret'), 'sandbox');
  await click(button(page, 'Sign in'));
  await click(link(page, 'Acme production'));
  await click(link(page, /^Connect from Seattle/));
  await click(link(page, 'Connect AWS').first());
  await giveAwsKeys(page, OPERATOR);
  await click(link(page, 'Use defaults and review'));
  await click(button(page, 'Add connection'));
  await untilActive(page);
  const connection = connectionId(page);
  await click(link(page, 'Set up AWS').first());
  await check(page.getByRole('checkbox', { name: /^payments, 10\.20\.0\.0\/16/ }));
  await click(button(page, 'Run all steps'));
  await expect(heading(page, 'Run')).toBeVisible();
  await until(page, page.getByText('Done: all checks passed'), 150);
  await expect(page).toHaveTitle('Done: Run – Onramp');
  const acts = actsOf(page);
  console.log(`  from the sign-in page to all checks passed: ${acts} acts`);
  expect(acts).toBeLessThanOrEqual(15);
  const agreed = witness(sandbox, connection, [{ region: 'us-west-2', tables: await tablesOf(sandbox, 'payments') }]);
  console.log(`  witness: ${agreed}`);
  expect(agreed).toMatch(/^2 interfaces and \d+ propagated routes agree/);
});
