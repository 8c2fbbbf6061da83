// States that are not what they seem, accounts that differ, and deletions that must wait.
import { button, heading, press, pressAnyway } from '../support/find.js';
import { prepared } from '../support/journey.js';
import { ACCOUNT, ELSEWHERE, OTHER_ACCOUNT, READER, connectAws, signIn, switchAws } from '../support/people.js';
import { acceptBoth, createGateway, createInterfaces, next, openTask } from '../support/setup.js';
import { expect, test } from '../support/test.js';

test('a hosted connection in state down before its interface is ready, and takes one', async ({ page, sandbox }) => {
  const connection = await prepared(page, sandbox);
  await openTask(page, connection, 'accept');
  await acceptBoth(page);
  const reported = await sandbox.connection(connection);
  for (const leg of ['primaryGateway', 'secondaryGateway']) {
    await sandbox.patch(reported[leg].remoteId, { connectionState: 'down' });
  }
  await openTask(page, connection, 'accept');
  await expect(page.getByText('Ready, no interface yet')).toHaveCount(2);
  await next(page, 'gateway');
  await createGateway(page);
  await next(page, 'interfaces');
  await expect(button(page, 'Create primary virtual interface')).not.toHaveAttribute('aria-disabled');
  await createInterfaces(page);
  await next(page, 'vpc');
  expect(await sandbox.things('virtualInterfaces')).toHaveLength(2);
});

test('with another AWS account nothing is accepted, and both numbers are shown', async ({ page, sandbox }) => {
  const connection = await prepared(page, sandbox);
  await openTask(page, connection, 'accept');
  await switchAws(page, ELSEWHERE);
  const main = page.getByRole('main');
  const both = new RegExp(`${OTHER_ACCOUNT}.*${ACCOUNT}`);
  await expect(main.getByText(both).first()).toBeVisible();
  for (const name of ['Accept both', 'Accept primary connection']) await pressAnyway(page, name, /Another AWS account is connected/);
  await expect(main.getByText('Nothing was accepted')).toBeVisible();
  await expect(main.getByText(both).first()).toBeVisible();
  expect(await sandbox.requests('ConfirmConnection')).toHaveLength(0);
});

test('an identity that may only read is told which right is missing', async ({ page, sandbox }) => {
  const connection = await prepared(page, sandbox);
  await openTask(page, connection, 'accept');
  await switchAws(page, READER);
  await press(page, 'Accept both');
  await expect(page.getByRole('alert').filter({ hasText: 'Nothing was accepted' })).toContainText(/ConfirmConnection/);
  await expect(page).toHaveTitle(/^Error: Accept the connections/);
  const states = (await sandbox.things('connections')).map((one) => one.connectionState);
  expect(states.every((state) => state === 'ordering')).toBe(true);
});

test('a connection is not deleted while AWS lists an interface of it', async ({ page, sandbox }) => {
  const connection = await prepared(page, sandbox);
  await page.goto(`/connections/${connection}/delete`);
  await page.getByLabel('Type Office to payments to confirm').fill('Office to payments');
  // Meanwhile, in another tab, an interface is made.
  const other = await page.context().newPage();
  await openTask(other, connection, 'accept');
  await acceptBoth(other);
  await openTask(other, connection, 'gateway');
  await createGateway(other);
  await openTask(other, connection, 'interfaces');
  await createInterfaces(other, ['secondary']);
  await button(page, 'Delete connection').click();
  const [made] = await sandbox.things('virtualInterfaces');
  await expect(page.getByText(new RegExp(made.virtualInterfaceId))).toBeVisible();
  await expect(page.getByText(/removes them first, with what else Onramp made/)).toBeVisible();
  await expect(button(page, 'Delete connection')).toHaveCount(0);
  expect(await sandbox.requests('deleteConnection')).toHaveLength(0);
});

test('while AWS cannot be read, deleting has to be confirmed in words', async ({ page, sandbox }) => {
  const connection = await prepared(page, sandbox);
  await page.goto('/session');
  await button(page, 'Forget AWS credentials').click();
  await page.goto(`/connections/${connection}/delete`);
  await expect(page.getByText('AWS could not be read')).toBeVisible();
  await page.getByLabel('Type Office to payments to confirm').fill('Office to payments');
  await button(page, 'Delete connection').click();
  await expect(page).toHaveTitle(/^Error: Delete connection/);
  expect(await sandbox.requests('deleteConnection'), 'without the words').toHaveLength(0);
  await expect(page.getByLabel('Type Office to payments to confirm'), 'the name is kept').toHaveValue('Office to payments');
  await page.getByLabel(/no interfaces are left/).fill('no interfaces are left');
  await button(page, 'Delete connection').click();
  await expect(heading(page, 'Head office')).toBeVisible();
  expect(await sandbox.requests('deleteConnection')).toHaveLength(1);
});

test('an unused connection is deleted after its name is typed', async ({ page, sandbox }) => {
  const connection = await prepared(page, sandbox);
  await page.goto(`/connections/${connection}/delete`);
  await page.getByLabel('Type Office to payments to confirm').fill('office');
  await button(page, 'Delete connection').click();
  await expect(page).toHaveTitle(/^Error: /);
  await page.getByLabel('Type Office to payments to confirm').fill('Office to payments');
  await button(page, 'Delete connection').click();
  await expect(heading(page, 'Head office')).toBeVisible();
  const left = (await sandbox.world()).pureport.connections.filter((one: { id: string }) => one.id === connection);
  expect(left).toHaveLength(0);
});

test("unknown ids and another account's are pages that say 404", async ({ page, sandbox }) => {
  await signIn(page);
  const { networks } = (await sandbox.world()).pureport;
  const foreign = networks.find((one: { name: string }) => one.name === 'Globex core').id;
  const own = networks.find((one: { name: string }) => one.name === 'Acme production').id;
  for (const path of [
    '/networks/network-unknown', `/networks/${foreign}`, `/networks/${foreign}/connect/type`, `/networks/${own}/connect/nonsense`,
    '/connections/conn-unknown', '/connections/conn-unknown/setup', '/connections/conn-unknown/setup/accept',
    '/connections/conn-unknown/health', '/connections/conn-unknown/delete', '/connections/conn-unknown/edit',
    '/help/nonsense', '/nonsense', `/networks/${own}%00`, '/connections/..%2F..%2Flogin',
  ]) {
    const answer = await page.request.get(path);
    expect(answer.status(), path).toBe(404);
    const text = await answer.text();
    expect(text, path).toContain('<h1');
    expect(text, 'nothing of the other account').not.toContain('Globex');
  }
});

test('somebody who may only read is told why nothing can be added', async ({ page }) => {
  await signIn(page, 'viewer');
  await page.getByRole('link', { name: 'Acme production' }).click();
  await expect(page.getByRole('link', { name: 'Add connection…' })).toHaveCount(0);
  await expect(page.getByText(/may not create and update networks/)).toBeVisible();
  await connectAws(page);
  await expect(page.getByRole('link', { name: /^Connect from/ })).toHaveCount(0);
});

test('whoever may not delete is told so where the form would be', async ({ page, sandbox }) => {
  const connection = await sandbox.order('Head office', 'Office to payments');
  await signIn(page, 'viewer');
  await page.goto(`/connections/${connection}/delete`);
  await expect(page.getByText(/Your role at Pureport may not delete/)).toBeVisible();
  await expect(button(page, 'Delete connection')).toHaveCount(0);
});
