// Every CLI line is read from its page and run as it stands: in this journey they do the work
// instead of the buttons.
import type { Page } from '@playwright/test';
import { prepared, tablesOf } from '../support/journey.js';
import { shell, witness } from '../support/outside.js';
import type { Sandbox } from '../support/sandbox.js';
import { openTask, untilAssociated, untilVerified, type Task } from '../support/setup.js';
import { expect, test } from '../support/test.js';

// The lines on the page, in reading order. Those about another account's gateways can't be run here.
async function lines(page: Page): Promise<string[]> {
  return page.locator('.command code').allTextContents();
}

// Runs those lines of a task's page that contain `part`; gives how many there were.
async function runLines(page: Page, connection: string, task: Task, part: RegExp, bgpKey = ''): Promise<number> {
  await openTask(page, connection, task);
  const wanted = (await lines(page)).filter((line) => part.test(line));
  for (const line of wanted) {
    const { ok, out } = shell(line, bgpKey);
    expect(ok, `${task}: ${line}\n${out}`).toBe(true);
    seen.add(line);
  }
  return wanted.length;
}

// Lines that were run, so that none of a page is forgotten.
const seen = new Set<string>();

async function key(sandbox: Sandbox, connection: string, leg: string): Promise<string> {
  return (await sandbox.connection(connection))[`${leg}Gateway`].bgpConfig.password;
}

test('the CLI lines of the task pages set everything up', async ({ page, sandbox }) => {
  const connection = await prepared(page, sandbox);
  const reported = await sandbox.connection(connection);
  for (const leg of ['primaryGateway', 'secondaryGateway']) {
    const line = new RegExp(`confirm-connection .*${reported[leg].remoteId}`);
    expect(await runLines(page, connection, 'accept', line), `lines that accept the ${leg}`).toBeGreaterThan(0);
  }
  expect(await runLines(page, connection, 'gateway', /create-direct-connect-gateway /)).toBe(1);
  // Onramp takes up what the line made: it carries this connection's tags.
  await openTask(page, connection, 'gateway');
  expect(await sandbox.requests('CreateDirectConnectGateway')).toHaveLength(1);
  for (const leg of ['primary', 'secondary']) {
    const line = new RegExp(`create-private-virtual-interface .*${reported[`${leg}Gateway`].remoteId}`);
    const made = await runLines(page, connection, 'interfaces', line, await key(sandbox, connection, leg));
    expect(made, `lines that create the ${leg} interface`).toBe(1);
  }
  for (const vpc of ['payments', 'payments-dr']) {
    const { vpcId: id } = await sandbox.named('vpcs', vpc);
    expect(await runLines(page, connection, 'vpc', new RegExp(`attach-vpn-gateway .*${id}`)), `lines for ${vpc}`).toBe(1);
  }
  const vpnGateways = await Promise.all(['payments', 'payments-dr'].map((vpc) => gatewayOf(sandbox, vpc)));
  for (const id of vpnGateways) {
    expect(await runLines(page, connection, 'association', new RegExp(`gateway-association .*${id}`))).toBe(1);
  }
  await openTask(page, connection, 'association');
  for (const vpc of ['payments', 'payments-dr']) await untilAssociated(page, vpc);
  const tables = [
    { region: 'us-west-2', tables: await tablesOf(sandbox, 'payments') },
    { region: 'us-east-1', tables: await tablesOf(sandbox, 'payments-dr') },
  ];
  for (const table of tables.flatMap((one) => one.tables)) {
    const line = new RegExp(`enable-vgw-route-propagation .*${table}`);
    expect(await runLines(page, connection, 'routes', line), `lines for ${table}`).toBe(1);
  }
  await openTask(page, connection, 'verify');
  await untilVerified(page);
  expect(witness(sandbox, connection, tables)).toMatch(/^2 interfaces/);

  // What is left on the pages now only looks, and is run as well.
  for (const task of ['accept', 'gateway', 'interfaces', 'vpc', 'association', 'routes', 'verify'] as const) {
    await runLines(page, connection, task, /^aws \S+ (describe|get|list)-/);
  }
  console.log(`  ${seen.size} CLI lines were run`);
});

async function gatewayOf(sandbox: Sandbox, vpc: string): Promise<string> {
  const { vpcId: id } = await sandbox.named('vpcs', vpc);
  const found = (await sandbox.things('vpnGateways')).find((one) => one.attachment?.vpcId === id);
  return found.vpnGatewayId;
}

test('no CLI line holds a BGP key, and each names the endpoint of the sandbox', async ({ page, sandbox }) => {
  const connection = await prepared(page, sandbox);
  expect(await runLines(page, connection, 'gateway', /create-direct-connect-gateway /)).toBe(1);
  const keys = [await key(sandbox, connection, 'primary'), await key(sandbox, connection, 'secondary')];
  for (const task of ['accept', 'interfaces', 'vpc', 'association'] as const) {
    await openTask(page, connection, task);
    const all = await lines(page);
    expect(all.length, `lines on ${task}`).toBeGreaterThan(0);
    for (const line of all) {
      expect(line).toContain(`--endpoint-url ${sandbox.aws}`);
      for (const secret of keys) expect(line).not.toContain(secret);
    }
  }
});
