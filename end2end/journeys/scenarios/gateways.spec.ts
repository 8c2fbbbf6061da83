// What is wrong between Direct Connect gateway, virtual private gateway and VPC.
import { expect, test } from '../../support/test.js';
import { button, press, until } from '../../support/find.js';
import { check, click } from '../../support/hands.js';
import { OTHER_ACCOUNT, TEMPORARY } from '../../support/people.js';
import { ADMINISTRATOR, firstLine, follow, green, health, meet, recreate, runCommand, says } from '../../support/scenarios.js';
import { openTask } from '../../support/setup.js';

test('legs-on-two-gateways: the stray interface is made again beside the other', async ({ page, sandbox }) => {
  const connection = await meet(page, sandbox, 'legs-on-two-gateways');
  await health(page, connection);
  await firstLine(page, /BGP is up on both legs. The legs end on two gateways/);
  await openTask(page, connection, 'verify');
  await firstLine(page, 'The legs end on two gateways');
  await follow(page, 'Virtual interfaces');
  await recreate(page, connection, 'secondary');
  await green(page, connection);
});

test('propagation-on-unassociated: the gateway is associated, and the routes come', async ({ page, sandbox }) => {
  const connection = await meet(page, sandbox, 'propagation-on-unassociated');
  await openTask(page, connection, 'verify');
  await firstLine(page, 'No VPC is behind the gateway yet');
  await openTask(page, connection, 'association');
  await says(page, /route tables propagate from this gateway already.*payments-main/);
  await press(page, 'Associate gateway, payments');
  await green(page, connection);
});

test('narrow-prefixes: the command beside the cause allows the whole VPC', async ({ page, sandbox }) => {
  const connection = await meet(page, sandbox, 'narrow-prefixes');
  await openTask(page, connection, 'verify');
  await firstLine(page, 'payments: The allowed prefixes leave out 10.20.0.0/16');
  await follow(page, 'Gateway association');
  await firstLine(page, 'The allowed prefixes leave out 10.20.0.0/16');
  await runCommand(page, connection, 'association', /update-direct-connect-gateway-association/);
  await green(page, connection);
});

test('vgw-on-other-dxgw: whoever looks after the other gateway lets it go', async ({ page, sandbox }) => {
  const connection = await meet(page, sandbox, 'vgw-on-other-dxgw');
  await openTask(page, connection, 'association');
  await firstLine(page, 'The gateway of payments is on another Direct Connect gateway, legacy-dxgw');
  await says(page, /whoever looks after legacy-dxgw does/);
  await runCommand(page, connection, 'association', /delete-direct-connect-gateway-association/);
  await openTask(page, connection, 'association');
  await press(page, 'Associate gateway, payments');
  await green(page, connection);
});

test('dxgw-has-tgw: the gateway can’t be chosen, and a new one is proven', async ({ page, sandbox }) => {
  const connection = await meet(page, sandbox, 'dxgw-has-tgw');
  await openTask(page, connection, 'gateway');
  await expect(page.getByRole('radio', { name: /^payments-dxgw/ })).toBeDisabled();
  await says(page, /It has the transit gateway tgw-\w+, and beside one AWS takes no private interface/);
  await page.goto(`/connections/${connection}/setup`);
  await check(page.getByRole('checkbox', { name: /^payments, 10\.20\.0\.0\/16/ }));
  await click(button(page, 'Run all steps'));
  await until(page, page.getByText('Done: all checks passed'));
});

test('vpn-on-vgw: what a VPN needs is said to stay', async ({ page, sandbox }) => {
  const connection = await meet(page, sandbox, 'vpn-on-vgw');
  await green(page, connection);
  await page.goto(`/connections/${connection}/teardown`);
  const stays = page.getByRole('region', { name: 'What stays' }).getByRole('row');
  await expect(stays.filter({ hasText: 'Virtual private gateway payments-vgw' }).first()).toContainText('Onramp did not make it');
});

test('static-shadow: whoever looks after the table removes the route', async ({ page, sandbox }) => {
  const connection = await meet(page, sandbox, 'static-shadow');
  await openTask(page, connection, 'verify');
  await firstLine(page, /payments-app: A static route for \S+ to igw-\w+ wins/);
  await says(page, /Whoever looks after the route table removes it/);
  await follow(page, 'Route propagation');
  await firstLine(page, /A static route for \S+ to igw-\w+ wins/);
  await runCommand(page, connection, 'routes', /ec2 delete-route/, ADMINISTRATOR);
  await green(page, connection);
});

test('default-route: the tables that take it are named, and who can stop it', async ({ page, sandbox }) => {
  const connection = await meet(page, sandbox, 'default-route');
  await openTask(page, connection, 'verify');
  await firstLine(page, /payments-(main|data): Your network announces a default route, and this table takes it/);
  await says(page, /whoever runs your router stops announcing it/, 'All checks passed, with a warning');
  await openTask(page, connection, 'routes');
  await firstLine(page, 'Your network announces a default route');
});

test('overlap-onprem: the prefix and the VPC are named, and both ways out', async ({ page, sandbox }) => {
  const connection = await meet(page, sandbox, 'overlap-onprem');
  await openTask(page, connection, 'verify');
  await firstLine(page, 'Your network announces 10.20.64.0/18, which lies in the VPC’s own 10.20.0.0/16');
  await says(page, /Change the addresses on one side, or translate them with Cloud Grade NAT/);
});

test('quota-routes: it is told before the last prefix, and who can act', async ({ page, sandbox }) => {
  const connection = await meet(page, sandbox, 'quota-routes');
  await openTask(page, connection, 'verify');
  await firstLine(page, '99 of the 100 prefixes that AWS takes come in');
  await says(page, /whoever runs your router summarises them/);
  await health(page, connection);
  await firstLine(page, /BGP is up on both legs.*99 of the 100 prefixes/);
});

const THEY_PROPOSE = 'A gateway of another AWS account: they propose, you accept';

test('proposal-requested: the commands show who proposes, and accept it', async ({ page, sandbox }) => {
  const connection = await meet(page, sandbox, 'proposal-requested');
  const out = await runCommand(page, connection, 'association', /describe-\S+-proposals/);
  const [id, state, owner] = out.trim().split('\t');
  expect([state, owner]).toEqual(['requested', OTHER_ACCOUNT]);
  await page.getByText(THEY_PROPOSE).click();
  await says(page, /Within seven days you accept it/);
  await runCommand(page, connection, 'association', /accept-\S+-proposal/, TEMPORARY, { PROPOSAL: id, OWNER: owner });
  const joined = (await sandbox.things('associations')).filter((one) => one.associationState === 'associated');
  expect(joined.length).toBeGreaterThan(1);
  await green(page, connection);
});

test('proposal-expired: only its owner can propose again, and the page has their command', async ({ page, sandbox }) => {
  const connection = await meet(page, sandbox, 'proposal-expired');
  const out = await runCommand(page, connection, 'association', /describe-\S+-proposals/);
  expect(out.split('\t')[1]).toBe('deleted');
  await page.getByText(THEY_PROPOSE).click();
  await says(page, /ran out after seven days or was taken back, and only its owner can propose again/);
  await green(page, connection);
});
