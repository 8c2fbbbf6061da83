// Every page in each of its states, for those who look at all of them: axe, the phone's width, the
// search for secrets. `visit` is called with a name for the state that the page is in.
import type { Page } from '@playwright/test';
import { button, link, press, pressAnyway } from './find.js';
import { ELSEWHERE, OPERATOR, READER, TEMPORARY, connectAws, giveAwsKeys, signIn, switchAws } from './people.js';
import type { Sandbox } from './sandbox.js';
import { TASKS, acceptBoth, associate, attach, createGateway, createInterfaces, enableAll, openTask, untilAssociated, untilVerified } from './setup.js';
import { createNetwork, order, untilActive, STEPS, type Step } from './wizard.js';

export type Visit = (state: string) => Promise<void>;

async function open(page: Page, visit: Visit, pages: Record<string, string>): Promise<void> {
  for (const [state, address] of Object.entries(pages)) {
    await page.goto(address);
    await visit(state);
  }
}

// Before and beside the connections.
export async function entrance(page: Page, visit: Visit): Promise<void> {
  await open(page, visit, { 'start': '/', 'sign in': '/sign-in', 'take over': '/take-over' });
  await page.goto('/sign-in');
  await page.getByLabel('Pureport API key').fill('nobody');
  await page.getByLabel('Pureport API secret').fill('nothing');
  await press(page, 'Sign in');
  await visit('sign in, refused');
  await signIn(page);
  await visit('networks');
  await open(page, visit, {
    'create network': '/networks/new', 'connections, none': '/connections', 'onboarding': '/onboarding',
    'activity': '/activity', 'help': '/help', 'session without AWS': '/session', 'connect AWS': '/aws/sign-in',
  });
  await giveAwsKeys(page, { ...TEMPORARY, secret: 'wrong' });
  await visit('connect AWS, refused');
  await giveAwsKeys(page, OPERATOR);
  await visit('networks, long-lived key connected');
  await open(page, visit, { 'session with AWS': '/session', 'connect AWS, connected': '/aws/sign-in' });
  await page.goto('/networks/new');
  await press(page, 'Create network');
  await visit('create network, refused');
  await page.getByLabel('Name', { exact: true }).fill('Branch');
  await press(page, 'Create network');
  await visit('network, just created');
  await page.goto('/help');
  const topics = await page.getByRole('main').getByRole('link').evaluateAll((links) => links.map((one) => one.getAttribute('href') ?? ''));
  for (const topic of topics.filter((address) => address.startsWith('/help/'))) await open(page, visit, { [topic]: topic });
  await press(page, 'Sign out');
  await visit('start, signed out');
}

const BAD: Partial<Record<Step, (page: Page) => Promise<void>>> = {
  service: (page) => page.getByLabel('AWS account ID').fill('12'),
  bgp: (page) => page.getByLabel('Amazon side ASN').fill('0'),
  networks: (page) => page.getByLabel('CIDR', { exact: true }).first().fill('10.0.0.1/8'),
  nat: async (page) => {
    await page.getByLabel('Enable Cloud Grade NAT').check();
    await page.getByLabel('Native CIDR', { exact: true }).first().fill('10.0.0.0/8');
  },
  review: (page) => page.getByLabel('Name', { exact: true }).fill(''),
};
const GOOD: typeof BAD = {
  service: (page) => page.getByLabel('AWS account ID').fill('123456789012'),
  bgp: (page) => page.getByLabel('Amazon side ASN').fill('64512'),
  networks: (page) => page.getByLabel('CIDR', { exact: true }).first().fill('10.0.0.0/8'),
  nat: (page) => page.getByLabel('Enable Cloud Grade NAT').uncheck(),
  review: (page) => page.getByLabel('Name', { exact: true }).fill('Toured'),
};

// Each step fresh, refused, and answered again.
export async function wizard(page: Page, visit: Visit): Promise<void> {
  await signIn(page);
  await link(page, 'Acme production').click();
  await visit('network without connections');
  await link(page, 'Connect from Seattle, WA').click();
  for (const step of Object.keys(STEPS) as Step[]) {
    await visit(`step ${step}`);
    if (BAD[step]) {
      await BAD[step](page);
      await press(page, step === 'review' ? 'Add connection' : 'Next');
      await visit(`step ${step}, refused`);
      await GOOD[step]?.(page);
    }
    if (step !== 'review') await press(page, 'Next');
  }
  await press(page, 'Check before ordering');
  await visit('review, checked without AWS');
  await link(page, /^Change .*networks/i).click();
  await visit('step networks, with a warning');
  await press(page, 'Next');
  await connectAws(page);
  await press(page, 'Check before ordering');
  await visit('review, checked with AWS');
  for (const [step, change] of [['bgp', /^Change .*target/i], ['networks', /^Change .*networks/i]] as const) {
    await link(page, change).click();
    await visit(`step ${step}, with AWS`);
    await press(page, 'Next');
  }
  await link(page, 'Cancel').click();
  await visit('network with a draft');
}

const ALL = Object.keys(TASKS) as (keyof typeof TASKS)[];

async function tasks(page: Page, connection: string, when: string, visit: Visit): Promise<void> {
  await page.goto(`/connections/${connection}/setup`);
  await visit(`set up, ${when}`);
  for (const task of ALL) {
    await openTask(page, connection, task);
    await page.locator('details').evaluateAll((all) => all.forEach((one) => { (one as HTMLDetailsElement).open = true; }));
    await visit(`${task}, ${when}`);
  }
  await open(page, visit, { [`connection, ${when}`]: `/connections/${connection}`, [`health, ${when}`]: `/connections/${connection}/health` });
}

// From an order that is being built to interfaces that can be created.
export async function setUpBegins(page: Page, sandbox: Sandbox, visit: Visit): Promise<string> {
  await signIn(page);
  await createNetwork(page, 'Toured network');
  await sandbox.freeze(true);
  const connection = await order(page, { name: 'Toured', account: '123456789012' });
  await visit('connection, provisioning');
  await tasks(page, connection, 'provisioning and AWS not connected', visit);
  await sandbox.freeze(false);
  await page.goto(`/connections/${connection}`);
  await untilActive(page);
  await connectAws(page);
  await tasks(page, connection, 'ready to be accepted', visit);
  await open(page, visit, { 'edit': `/connections/${connection}/edit`, 'delete, free': `/connections/${connection}/delete` });
  await openTask(page, connection, 'gateway');
  await createGateway(page);
  await visit('gateway, just created');
  await sandbox.freeze(true);
  await openTask(page, connection, 'accept');
  await acceptBoth(page);
  await visit('accept, just accepted');
  await openTask(page, connection, 'vpc');
  await press(page, 'Create and attach, payments');
  await visit('vpc, just asked for');
  await tasks(page, connection, 'everything pending', visit);
  await openTask(page, connection, 'interfaces');
  await pressAnyway(page, 'Create primary virtual interface', /still setting/);
  await visit('interfaces, refused');
  await sandbox.freeze(false);
  return connection;
}

// From there to a set-up that is proven.
export async function setUpEnds(page: Page, sandbox: Sandbox, visit: Visit): Promise<void> {
  const connection = await setUpBegins(page, sandbox, async () => {});
  await openTask(page, connection, 'interfaces');
  await createInterfaces(page);
  await visit('interfaces, just created');
  await openTask(page, connection, 'vpc');
  await attach(page, 'payments-dr');
  await openTask(page, connection, 'association');
  await visit('association, ready');
  await sandbox.freeze(true);
  for (const vpc of ['payments', 'payments-dr']) await associate(page, vpc);
  await visit('association, under way');
  await sandbox.freeze(false);
  for (const vpc of ['payments', 'payments-dr']) await untilAssociated(page, vpc);
  await openTask(page, connection, 'routes');
  await visit('routes, ready');
  for (const vpc of ['payments', 'payments-dr']) await enableAll(page, vpc);
  await openTask(page, connection, 'verify');
  await untilVerified(page);
  await tasks(page, connection, 'done', visit);
  await open(page, visit, {
    'delete, interfaces listed': `/connections/${connection}/delete`, 'connections': '/connections', 'networks, in use': '/networks',
    'activity, much': '/activity',
  });
  await link(page, 'Networks').first().click();
  await link(page, 'Toured network').click();
  await visit('network with connections');
}

async function singleOrder(page: Page): Promise<string> {
  await signIn(page);
  await link(page, 'Acme production').click();
  const connection = await order(page, { name: 'Troubled', account: '123456789012', single: true, target: 'vgw' });
  await untilActive(page);
  return connection;
}

// Another account's credentials, or none that may do it.
export async function otherAccount(page: Page, visit: Visit): Promise<void> {
  const connection = await singleOrder(page);
  await connectAws(page, ELSEWHERE);
  await tasks(page, connection, 'another account', visit);
  await openTask(page, connection, 'accept');
  await switchAws(page, READER);
  await press(page, 'Accept primary connection');
  await visit('accept, not permitted');
  await page.goto('/session');
  await button(page, 'Forget AWS credentials').click();
  await open(page, visit, { 'delete, AWS not read': `/connections/${connection}/delete` });
  await press(page, 'Delete connection');
  await visit('delete, refused');
}

// What went wrong, or stands otherwise than planned.
export async function trouble(page: Page, sandbox: Sandbox, visit: Visit): Promise<void> {
  const connection = await singleOrder(page);
  await connectAws(page);
  await tasks(page, connection, 'single, on a virtual private gateway', visit);
  await openTask(page, connection, 'accept');
  await press(page, 'Accept primary connection');
  await openTask(page, connection, 'vpc');
  await attach(page, 'payments');
  await openTask(page, connection, 'interfaces');
  await createInterfaces(page, ['primary']);
  const [made] = await sandbox.things('virtualInterfaces');
  await sandbox.patch(made.virtualInterfaceId, { vlan: made.vlan === 100 ? 101 : 100 });
  await tasks(page, connection, 'a value differs', visit);
  await sandbox.patch(connection, { state: 'FAILED_TO_UPDATE', failure: { code: 'E42', message: 'The device did not answer' } });
  await tasks(page, connection, 'failed at Pureport', visit);
}
