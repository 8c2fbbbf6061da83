// The acts of a journey, by role and name only.
import { expect, type Locator, type Page } from '@playwright/test';

export const button = (page: Page | Locator, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
export const link = (page: Page | Locator, name: string | RegExp) => page.getByRole('link', { name, exact: typeof name === 'string' });
export const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });

// Waits until `seen` is visible; reloads in between, which is all that a page without JavaScript
// can do, and no harm to one with it.
export async function until(page: Page, seen: Locator, seconds = 120): Promise<void> {
  await expect(async () => {
    if (!(await seen.first().isVisible())) {
      await page.reload();
      await expect(seen.first()).toBeVisible({ timeout: 1_500 });
    }
  }).toPass({ timeout: seconds * 1000, intervals: [200, 500, 1000] });
}

export async function signIn(page: Page, key = 'sandbox', secret = 'sandbox'): Promise<void> {
  await page.goto('/');
  await link(page, 'Sign in').click();
  await page.getByLabel('Pureport API key').fill(key);
  await page.getByLabel('Pureport API secret').fill(secret);
  await button(page, 'Sign in').click();
  await expect(heading(page, 'Networks')).toBeVisible();
}

export async function connectAws(page: Page, keys = TEMPORARY): Promise<void> {
  await page.goto(`/aws/sign-in?next=${encodeURIComponent(new URL(page.url()).pathname)}`);
  await page.getByLabel('Access key ID').fill(keys.id);
  await page.getByLabel('Secret access key').fill(keys.secret);
  if (keys.token) await page.getByLabel('Session token (optional)').fill(keys.token);
  await button(page, 'Connect AWS').click();
}

export const TEMPORARY = { id: 'ASIASANDBOXTEMPORARY', secret: 'sandbox/temporary/secret/key/00000000001', token: 'sandbox-session-token' };
export const OPERATOR = { id: 'AKIASANDBOXOPERATOR1', secret: 'sandbox/operator/secret/key/000000000001', token: '' };
export const READER = { id: 'AKIASANDBOXREADONLY1', secret: 'sandbox/readonly/secret/key/000000000001', token: '' };
export const ELSEWHERE = { id: 'AKIASANDBOXELSEWHERE', secret: 'sandbox/elsewhere/secret/key/00000000001', token: '' };

export async function createNetwork(page: Page, name: string): Promise<void> {
  await page.goto('/networks');
  await link(page, 'Create network').first().click();
  await page.getByLabel('Name').fill(name);
  await button(page, 'Create network').click();
  await expect(heading(page, name)).toBeVisible();
}

export interface Order { name: string; single?: boolean; account?: string; target?: 'new' | 'vgw' | 'asn'; asn?: string; place?: RegExp }

// Through all seven steps, from a network's page to the connection's.
export async function order(page: Page, wanted: Order): Promise<void> {
  await link(page, 'Add connection…').click();
  await expect(heading(page, 'Connection type')).toBeVisible();
  await page.getByLabel('Type').selectOption({ label: 'AWS Direct Connect' });
  await button(page, 'Next').click();

  await expect(heading(page, 'Location and region')).toBeVisible();
  const seattle = page.getByRole('group', { name: /Seattle/ });
  await seattle.getByRole('radio', { name: wanted.place ?? /Oregon|us-west-2/ }).check();
  await button(page, 'Next').click();

  await expect(heading(page, 'Peering, speed and availability')).toBeVisible();
  await page.getByRole('radio', { name: /^Private/ }).check();
  await page.getByLabel('Speed').selectOption({ index: 0 });
  await page.getByRole('radio', { name: wanted.single ? /^Single connection/ : /^High availability/ }).check();
  const account = page.getByLabel('AWS account ID');
  if (wanted.account) await account.fill(wanted.account);
  await button(page, 'Next').click();

  await expect(heading(page, 'AWS target and BGP')).toBeVisible();
  const targets = { new: /^A new Direct Connect gateway/, vgw: /^A virtual private gateway/, asn: /^I will enter the ASN/ };
  await page.getByRole('radio', { name: targets[wanted.target ?? 'new'] }).check();
  if (wanted.asn) await page.getByLabel('Amazon side ASN').fill(wanted.asn);
  await button(page, 'Next').click();

  await expect(heading(page, 'Customer networks')).toBeVisible();
  await button(page, 'Next').click();
  await expect(heading(page, 'Cloud Grade NAT')).toBeVisible();
  await button(page, 'Next').click();

  await expect(heading(page, 'Name and review')).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill(wanted.name);
  await button(page, 'Add connection').click();
  await expect(heading(page, wanted.name)).toBeVisible();
}

export async function untilActive(page: Page): Promise<void> {
  await until(page, link(page, 'Next: accept the connections'));
}

// The address of the current connection, for example /connections/conn-….
export function connectionPath(page: Page): string {
  return new URL(page.url()).pathname.split('/').slice(0, 3).join('/');
}

export async function openTask(page: Page, connection: string, task: string): Promise<void> {
  await page.goto(`${connection}/setup/${task}`);
}

export async function press(page: Page, name: string | RegExp): Promise<void> {
  await button(page, name).first().click();
  await page.waitForLoadState('load');
}
