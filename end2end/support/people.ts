// Who signs in where. The credentials are the sandbox's published ones.
import { expect, type Page } from '@playwright/test';
import { button, heading, link } from './find.js';
import { click, fill } from './hands.js';

export interface AwsKeys { id: string; secret: string; token?: string }

export const TEMPORARY: AwsKeys = {
  id: 'ASIASANDBOXTEMPORARY', secret: 'sandbox/temporary/secret/key/00000000001', token: 'sandbox-session-token',
};
export const OPERATOR: AwsKeys = { id: 'AKIASANDBOXOPERATOR1', secret: 'sandbox/operator/secret/key/000000000001' };
export const READER: AwsKeys = { id: 'AKIASANDBOXREADONLY1', secret: 'sandbox/readonly/secret/key/000000000001' };
export const ELSEWHERE: AwsKeys = { id: 'AKIASANDBOXELSEWHERE', secret: 'sandbox/elsewhere/secret/key/00000000001' };
export const ACCOUNT = '123456789012';
export const OTHER_ACCOUNT = '210987654321';

// For clients beside the browser: boto3 and the AWS CLI.
export function environment(keys: AwsKeys): Record<string, string> {
  const long = { AWS_ACCESS_KEY_ID: keys.id, AWS_SECRET_ACCESS_KEY: keys.secret };
  return keys.token ? { ...long, AWS_SESSION_TOKEN: keys.token } : long;
}

export async function signIn(page: Page, key = 'sandbox', secret = key): Promise<void> {
  await page.goto('/');
  await expect(heading(page, 'Connect your network to AWS')).toBeVisible();
  await click(link(page, 'Sign in'));
  await expect(heading(page, 'Sign in')).toBeVisible();
  await fill(page.getByLabel('Pureport API key'), key);
  await fill(page.getByLabel('Pureport API secret'), secret);
  await click(button(page, 'Sign in'));
  await expect(heading(page, 'Networks')).toBeVisible();
}

// By the link in the top bar; afterwards the browser is back where it was.
export async function connectAws(page: Page, keys = TEMPORARY): Promise<void> {
  const back = new URL(page.url()).pathname;
  await click(link(page, 'Connect AWS').first());
  await giveAwsKeys(page, keys);
  await expect(page.getByText(/AWS account \d{12} is connected/)).toBeVisible();
  expect(new URL(page.url()).pathname, 'back where it came from').toBe(back);
}

export async function giveAwsKeys(page: Page, keys: AwsKeys): Promise<void> {
  await expect(heading(page, 'Connect AWS')).toBeVisible();
  await fill(page.getByLabel('Access key ID'), keys.id);
  await fill(page.getByLabel('Secret access key'), keys.secret);
  await fill(page.getByLabel('Session token (optional)'), keys.token ?? '');
  await click(button(page, 'Connect AWS'));
}

// Another identity for the AWS half of the same session.
export async function switchAws(page: Page, keys: AwsKeys): Promise<void> {
  const back = new URL(page.url()).pathname;
  await page.goto(`/aws/sign-in?next=${encodeURIComponent(back)}`);
  await giveAwsKeys(page, keys);
  await expect(page.getByText(/AWS account \d{12} is connected/)).toBeVisible();
}
