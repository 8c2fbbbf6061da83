// What is wrong between the two ends of a leg: the first line names it, and its mend ends in green.
import { expect, test } from '../../support/test.js';
import { button, link, press, until } from '../../support/find.js';
import { ELSEWHERE, OTHER_ACCOUNT, switchAws } from '../../support/people.js';
import { firstLine, follow, green, health, meet, recreate, says } from '../../support/scenarios.js';
import { createInterfaces, openTask } from '../../support/setup.js';

test('asn-mismatch: the order follows the gateway, and BGP comes up', async ({ page, sandbox }) => {
  const connection = await meet(page, sandbox, 'asn-mismatch');
  await health(page, connection);
  await firstLine(page, /Nothing flows: BGP is down.*Amazon side ASN 64512.*has 64513/);
  await openTask(page, connection, 'verify');
  await firstLine(page, 'Pureport expects the Amazon side ASN 64512, the interface’s gateway has 64513');
  await follow(page, 'Direct Connect gateway');
  await press(page, 'Change the order to 64513');
  await green(page, connection);
});

test('swapped-ips: both interfaces are made again with the right addresses', async ({ page, sandbox }) => {
  const connection = await meet(page, sandbox, 'swapped-ips');
  await openTask(page, connection, 'verify');
  await firstLine(page, 'Primary: The two peer addresses are swapped');
  await follow(page, 'Virtual interfaces');
  await says(page, 'The two peer addresses are swapped');
  for (const leg of ['primary', 'secondary'] as const) await recreate(page, connection, leg);
  await green(page, connection);
});

for (const [scenario, leg, cause] of [
  ['key-blank', 'primary', 'The BGP keys differ by a blank at an end'],
  ['key-mismatch', 'secondary', 'The BGP keys differ'],
] as const) {
  test(`${scenario}: the ${leg} interface is made again with Pureport’s key`, async ({ page, sandbox }) => {
    const connection = await meet(page, sandbox, scenario);
    await health(page, connection);
    await firstLine(page, new RegExp(`${leg} BGP is down.*${cause}`));
    await follow(page, 'Virtual interfaces');
    await recreate(page, connection, leg);
    await green(page, connection);
  });
}

test('one-vif: the missing interface is created', async ({ page, sandbox }) => {
  const connection = await meet(page, sandbox, 'one-vif');
  await health(page, connection);
  await firstLine(page, /Traffic runs on the primary only.*Secondary: No virtual interface yet/);
  await says(page, 'Secondary leg: it has no virtual interface');
  await link(page.getByRole('main'), 'Virtual interfaces').first().click();
  await createInterfaces(page, ['secondary']);
  await green(page, connection);
});

test('same-device: only Pureport can give a second device, and the page says so', async ({ page, sandbox }) => {
  const connection = await meet(page, sandbox, 'same-device');
  await openTask(page, connection, 'verify');
  await firstLine(page, 'Both connections end on the same AWS device');
  await says(page, 'All checks passed, with a warning', /Ask Pureport for two devices/);
  await health(page, connection);
  await firstLine(page, /BGP is up on both legs. Both connections end on the same AWS device/);
});

test('drill-left-running: the test is stopped', async ({ page, sandbox }) => {
  const connection = await meet(page, sandbox, 'drill-left-running');
  await health(page, connection);
  await firstLine(page, 'A failover test holds the primary BGP session down since');
  await press(page, 'Stop test');
  await until(page, page.getByText('BGP is up on both legs'));
});

test('wrong-account: both numbers are named, and the ordered account accepts', async ({ page, sandbox }) => {
  const connection = await meet(page, sandbox, 'wrong-account');
  await health(page, connection);
  await firstLine(page, 'another AWS account is connected than the one that was ordered for');
  await openTask(page, connection, 'accept');
  await firstLine(page, 'Another AWS account is connected');
  await says(page, /signed in to account 123456789012.*ordered for account 210987654321/);
  await switchAws(page, ELSEWHERE);
  await press(page, 'Accept both');
  await until(page, link(page, 'Next: Direct Connect gateway'));
  const accepted = (await sandbox.things('connections')).filter((one) => one.ownerAccount === OTHER_ACCOUNT);
  expect(accepted.map((one) => one.connectionState)).toEqual(['available', 'available']);
  await expect(button(page, 'Accept both')).toHaveCount(0);
});
