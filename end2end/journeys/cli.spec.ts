// Every CLI line is read from its page and run as it stands: in this journey they do the work
// instead of the buttons.
import type { Page } from '@playwright/test';
import { prepared, tablesOf } from '../support/journey.js';
import { boto, shell, witness } from '../support/outside.js';
import { ELSEWHERE, OTHER_ACCOUNT, TEMPORARY } from '../support/people.js';
import { answersAge, type Sandbox } from '../support/sandbox.js';
import { TASKS, openTask, untilAssociated, untilVerified, type Task } from '../support/setup.js';
import { expect, test } from '../support/test.js';

// Lines by what they call, so that one for a hundred tables counts once.
const calls = (line: string) => [...line.matchAll(/\baws (\S+ \S+)/g)].map((match) => match[1]).join(' and ');

class Lines {
  readonly shown = new Set<string>();
  readonly run = new Map<string, string>();

  constructor(private page: Page, private connection: string) {}

  // The lines on a task's page that contain `part`, in reading order.
  async of(task: Task, part = /./): Promise<string[]> {
    await answersAge();
    await openTask(this.page, this.connection, task);
    const all = await this.page.locator('.command code').allTextContents();
    for (const line of all) this.shown.add(calls(line));
    return all.filter((line) => part.test(line));
  }

  // Runs the one line that contains `part`; gives what it printed.
  async use(task: Task, part: RegExp, variables: Record<string, string> = {}, keys = TEMPORARY): Promise<string> {
    const found = await this.of(task, part);
    expect(found, `one line on ${task} with ${part.source}`).toHaveLength(1);
    const { ok, out, complaint } = shell(found[0], variables, keys);
    expect(ok, `${found[0]}\n${complaint}`).toBe(true);
    this.run.set(calls(found[0]), found[0]);
    return out;
  }

  async notRun(): Promise<string[]> {
    for (const task of Object.keys(TASKS) as Task[]) await this.of(task);
    return [...this.shown].filter((line) => !this.run.has(line));
  }
}

async function bgpKey(sandbox: Sandbox, connection: string, leg: string): Promise<string> {
  return (await sandbox.connection(connection))[`${leg}Gateway`].bgpConfig.password;
}

async function gatewayOf(sandbox: Sandbox, vpc: string): Promise<string> {
  const { vpcId } = await sandbox.named('vpcs', vpc);
  return (await sandbox.things('vpnGateways')).find((one) => one.attachment?.vpcId === vpcId).vpnGatewayId;
}

test('the CLI lines of the task pages set everything up', async ({ page, sandbox }) => {
  const connection = await prepared(page, sandbox);
  const lines = new Lines(page, connection);
  const reported = await sandbox.connection(connection);
  const legs = ['primary', 'secondary'];
  for (const leg of legs) await lines.use('accept', new RegExp(reported[`${leg}Gateway`].remoteId));
  await lines.use('gateway', /create-direct-connect-gateway /);
  for (const leg of legs) {
    const line = new RegExp(`create-private-virtual-interface .*${reported[`${leg}Gateway`].remoteId}`);
    await lines.use('interfaces', line, { BGP_KEY: await bgpKey(sandbox, connection, leg) });
  }
  const vpcs = ['payments', 'payments-dr'];
  for (const vpc of vpcs) await lines.use('vpc', new RegExp((await sandbox.named('vpcs', vpc)).vpcId));
  for (const vpc of vpcs) await lines.use('association', new RegExp(`association .*${await gatewayOf(sandbox, vpc)}`));
  await answersAge();
  await openTask(page, connection, 'association');
  for (const vpc of vpcs) await untilAssociated(page, vpc);
  const tables = [
    { region: 'us-west-2', tables: await tablesOf(sandbox, 'payments') },
    { region: 'us-east-1', tables: await tablesOf(sandbox, 'payments-dr') },
  ];
  for (const table of tables.flatMap((one) => one.tables)) await lines.use('routes', new RegExp(`propagation .*${table}`));
  await answersAge();
  await openTask(page, connection, 'verify');
  await untilVerified(page);
  expect(witness(sandbox, connection, tables)).toMatch(/^2 interfaces/);

  await proposal(lines, sandbox);
  // Lines that only look come with what they look at.
  for (const task of ['interfaces', 'routes', 'verify'] as const) {
    for (const line of await lines.of(task, /^aws \S+ describe-/)) {
      expect(shell(line).ok, line).toBe(true);
      lines.run.set(calls(line), line);
    }
  }
  expect(await lines.notRun(), 'lines that are shown and were not run').toEqual([]);
  console.log(`  CLI lines: ${[...lines.run.keys()].join('; ')}`);
});

// A virtual private gateway in another account: they propose, we accept.
async function proposal(lines: Lines, sandbox: Sandbox): Promise<void> {
  const { vpcId } = await sandbox.named('vpcs', 'crm');
  const { VpnGateway: theirs } = boto(sandbox, 'ec2', 'create_vpn_gateway', { Type: 'ipsec.1' }, ELSEWHERE);
  boto(sandbox, 'ec2', 'attach_vpn_gateway', { VpnGatewayId: theirs.VpnGatewayId, VpcId: vpcId }, ELSEWHERE);
  const said = await lines.use('association', /create-\S+-proposal/, { VGW: theirs.VpnGatewayId, REGION: 'us-west-2' }, ELSEWHERE);
  const { proposalId } = JSON.parse(said).directConnectGatewayAssociationProposal;
  expect(await lines.use('association', /describe-\S+-proposals/)).toContain(`${proposalId}\trequested\t${OTHER_ACCOUNT}`);
  await lines.use('association', /accept-\S+-proposal/, { PROPOSAL: proposalId, OWNER: OTHER_ACCOUNT });
  const made = (await sandbox.things('associations')).filter((one) => one.virtualGatewayId === theirs.VpnGatewayId);
  expect(made.map((one) => one.associationState)).toEqual(['associated']);
}

test('the line that creates and attaches waits while AWS takes its time', async ({ page, sandbox }) => {
  await sandbox.reset({ pace: 'demo' });
  const connection = await prepared(page, sandbox);
  await new Lines(page, connection).use('vpc', new RegExp((await sandbox.named('vpcs', 'payments')).vpcId));
  expect(await gatewayOf(sandbox, 'payments')).toMatch(/^vgw-/);
});

test('no CLI line holds a BGP key, and each names the endpoint of the sandbox', async ({ page, sandbox }) => {
  const connection = await prepared(page, sandbox);
  const lines = new Lines(page, connection);
  await lines.use('gateway', /create-direct-connect-gateway /);
  const keys = [await bgpKey(sandbox, connection, 'primary'), await bgpKey(sandbox, connection, 'secondary')];
  for (const task of ['accept', 'interfaces', 'vpc', 'association'] as const) {
    const all = await lines.of(task);
    expect(all.length, `lines on ${task}`).toBeGreaterThan(0);
    for (const line of all) {
      const ends = line.match(/--endpoint-url [^\s)]+/g) ?? [];
      expect(ends, line).toHaveLength(line.match(/\baws /g)?.length ?? 0);
      expect(new Set(ends)).toEqual(new Set([`--endpoint-url ${sandbox.aws}`]));
      for (const secret of keys) expect(line).not.toContain(secret);
    }
  }
});
