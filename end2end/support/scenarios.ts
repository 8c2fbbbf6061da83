// The worlds that are wrong in one way: reached by the sandbox's reset, met where a person meets them.
import { expect, type Locator, type Page } from '@playwright/test';
import { link, press, until } from './find.js';
import { giveAwsKeys, signIn, TEMPORARY, type AwsKeys } from './people.js';
import { shell } from './outside.js';
import { answersAge, type Sandbox } from './sandbox.js';
import { openTask, untilVerified, type Task } from './setup.js';

const NAME = 'AWS us-west-2 - 50Mbps - HA';
export const ADMINISTRATOR: AwsKeys = { id: 'AKIASANDBOXADMINIST1', secret: 'sandbox/administrator/secret/key/0000001' };

// Signed in to both providers, on the page of the network in which the scenarios order; gives its
// address.
export async function enter(page: Page, sandbox: Sandbox, scenario: string): Promise<string> {
  await sandbox.reset({ scenario, pace: 'instant' });
  await signIn(page);
  const { id } = (await sandbox.world()).pureport.networks.find((one: { name: string }) => one.name === 'Acme production');
  await page.goto(`/aws/sign-in?next=/networks/${id}`);
  await giveAwsKeys(page, TEMPORARY);
  await expect(page.getByText(/AWS account \d{12} is connected/)).toBeVisible();
  return `/networks/${id}`;
}

// The same; gives the scenario's connection.
export async function meet(page: Page, sandbox: Sandbox, scenario: string): Promise<string> {
  await enter(page, sandbox, scenario);
  const all = (await sandbox.world()).pureport.connections as { id: string; name: string }[];
  const [own] = all.filter((one) => one.name === NAME);
  expect(own, `${scenario} has a connection`).toBeTruthy();
  return own.id;
}

export async function health(page: Page, connection: string): Promise<void> {
  await page.goto(`/connections/${connection}/health`);
}

// The title of the first message, which is where a page says how things stand.
export async function firstLine(page: Page, text: string | RegExp): Promise<void> {
  await expect(page.locator('main .notice__title').first()).toContainText(text);
}

// The verdict's own link to the page that mends.
export async function follow(page: Page, name: string): Promise<void> {
  await link(page.locator('#verdict, section[aria-labelledby="to-do"]'), name).first().click();
}

export async function says(page: Page, ...texts: (string | RegExp)[]): Promise<void> {
  for (const text of texts) await expect(page.getByRole('main').getByText(text).first()).toBeVisible();
}

// An interface is deleted on its own page, and created again with Pureport's values.
export async function recreate(page: Page, connection: string, leg: 'primary' | 'secondary'): Promise<void> {
  await openTask(page, connection, 'interfaces');
  await link(page, `Delete ${leg} virtual interface`).click();
  await press(page, `Delete ${leg} virtual interface`);
  await until(page, page.getByRole('button', { name: `Create ${leg} virtual interface` }));
  await press(page, `Create ${leg} virtual interface`);
}

export async function green(page: Page, connection: string): Promise<void> {
  await openTask(page, connection, 'verify');
  await untilVerified(page);
}

// The command that a page names, run as it stands by whoever has to.
export async function runCommand(
  page: Page, connection: string, task: Task, part: RegExp, keys = TEMPORARY, variables: Record<string, string> = {},
): Promise<string> {
  await openTask(page, connection, task);
  const line = await commandWith(page, part);
  const { ok, out, complaint } = shell(line, variables, keys);
  expect(ok, `${line}\n${complaint}`).toBe(true);
  await answersAge();
  return out;
}

async function commandWith(page: Page, part: RegExp): Promise<string> {
  const shown: Locator = page.locator('main .command code').filter({ hasText: part });
  await expect(shown.first()).toBeAttached();
  return (await shown.first().textContent()) ?? '';
}
