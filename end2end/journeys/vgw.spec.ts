// The second journey: a single connection to a virtual private gateway, started without AWS.
import { heading, link, press, until } from '../support/find.js';
import { tablesOf } from '../support/journey.js';
import { witness } from '../support/outside.js';
import { ACCOUNT, connectAws, signIn } from '../support/people.js';
import { TASKS, attach, createInterfaces, enableAll, next, untilVerified } from '../support/setup.js';
import { PACE, expect, test } from '../support/test.js';
import { order, untilActive } from '../support/wizard.js';

test.use({ pace: PACE });

test('a single connection ends on a virtual private gateway, AWS being connected later', async ({ page, sandbox }) => {
  await signIn(page);
  await link(page, 'Acme production').click();
  const connection = await order(page, { name: 'Direct to payments', single: true, account: '1234-5678-9012', target: 'vgw' });
  await untilActive(page);
  expect((await sandbox.connection(connection)).awsAccountId).toBe(ACCOUNT);

  await link(page, 'Next: accept the connections').click();
  await expect(heading(page, TASKS.accept)).toBeVisible();
  await expect(page.getByText('AWS is not connected').first()).toBeVisible();
  await connectAws(page);
  await press(page, 'Accept primary connection');
  await next(page, 'vpc');
  await expect(page.getByText('payments-dr'), 'other regions are out of reach').toHaveCount(0);
  await attach(page, 'payments');
  await next(page, 'interfaces');
  await expect(page.getByRole('radio', { name: 'Virtual private gateway' })).toBeChecked();
  await createInterfaces(page, ['primary']);
  await next(page, 'routes');
  await enableAll(page, 'payments');
  await next(page, 'verify');
  await untilVerified(page);

  await page.goto(`/connections/${connection}/setup`);
  await until(page, heading(page, 'Set up AWS'));
  const tasks = page.locator('ol.tasks > li');
  await expect(tasks.filter({ hasText: TASKS.gateway })).toHaveAttribute('data-state', 'not_needed');
  await expect(tasks.filter({ hasText: TASKS.association })).toHaveAttribute('data-state', 'not_needed');
  const inOrder = ['accept', 'vpc', 'interfaces', 'routes', 'verify'] as const;
  for (const [index, task] of inOrder.entries()) {
    await expect(tasks.nth(index)).toContainText(TASKS[task]);
    await expect(tasks.nth(index)).toHaveAttribute('data-state', 'done');
  }
  const tables = await tablesOf(sandbox, 'payments');
  expect(witness(sandbox, connection, [{ region: 'us-west-2', tables }])).toMatch(/^1 interfaces and/);
});
