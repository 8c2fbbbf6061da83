// Who is signed in, and that nothing is left behind.
import { button, heading, link, region, value } from '../support/find.js';
import { prepared } from '../support/journey.js';
import { ACCOUNT, signIn } from '../support/people.js';
import { acceptBoth, openTask } from '../support/setup.js';
import { expect, test } from '../support/test.js';

test('who is not signed in is led to sign-in and back', async ({ page }) => {
  await page.goto('/connections?state=Active');
  await expect(heading(page, 'Sign in')).toBeVisible();
  await button(page, 'Use sandbox credentials').click();
  await expect(heading(page, 'Connections')).toBeVisible();
});

test('after signing in nobody is sent to another site', async ({ page, onramp }) => {
  for (const evil of ['//evil.example', 'https://evil.example/', '/\\evil.example', '%2F%2Fevil.example']) {
    await page.goto(`/sign-in?next=${evil}`);
    await button(page, 'Use sandbox credentials').click();
    await expect(heading(page, 'Networks')).toBeVisible();
    expect(new URL(page.url()).origin).toBe(onramp.url);
    await button(page, 'Sign out').click();
  }
});

test('the sandbox signs in at AWS by one press, and shows account and ARN', async ({ page }) => {
  await signIn(page);
  await link(page, 'Connect AWS').first().click();
  await button(page, 'Use sandbox credentials').click();
  await expect(page.getByText(`AWS account ${ACCOUNT} is connected`)).toBeVisible();
  await expect(page.getByText(/Signed in as arn:aws:/)).toBeVisible();
  await page.goto('/session');
  await expect(page.getByText(/^arn:aws:(iam|sts)::123456789012:/)).toBeVisible();
});

test('forgotten AWS credentials are gone, and the pages say so', async ({ page, sandbox }) => {
  const connection = await prepared(page, sandbox);
  await page.goto('/session');
  await button(page, 'Forget AWS credentials').click();
  await expect(page.getByText('The AWS credentials are forgotten')).toBeVisible();
  const before = await sandbox.lastRequest();
  await page.goto(`/connections/${connection}/setup/accept`);
  await expect(page.getByText('AWS is not connected').first()).toBeVisible();
  const after = await sandbox.requests('DescribeConnections', before);
  expect(after, 'nothing is asked with them').toHaveLength(0);
});

test('after signing out every page asks to sign in, also in another tab', async ({ page, context, sandbox }) => {
  const connection = await prepared(page, sandbox);
  const other = await context.newPage();
  await other.goto(`/connections/${connection}/delete`);
  await button(page, 'Sign out').click();
  await expect(heading(page, 'Connect your network to AWS')).toBeVisible();
  await other.getByLabel(/to confirm/).fill('Office to payments');
  await button(other, 'Delete connection').click();
  await expect(heading(other, 'Sign in')).toBeVisible();
  expect(await sandbox.requests('deleteConnection')).toHaveLength(0);
  await page.goto(`/connections/${connection}`);
  await expect(heading(page, 'Sign in')).toBeVisible();
  await page.goBack();
  await expect(page.getByText('Office to payments')).toHaveCount(0);
});

test('a page that follows what moves says when the session has ended, and stops asking', async ({ page, context, sandbox }) => {
  const connection = await prepared(page, sandbox);
  await sandbox.freeze(true);
  await openTask(page, connection, 'accept');
  await acceptBoth(page);
  await expect(page.getByText('Being set up by AWS').first()).toBeVisible();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await context.clearCookies();
  const ended = page.getByText('Your session has ended', { exact: false }).filter({ visible: true });
  await expect(ended.first()).toBeVisible();
  await expect(page.getByText('Connection to Onramp lost')).toBeHidden();
  asked.length = 0;
  await page.waitForTimeout(2_500);
  expect(asked, 'nothing is asked any more').toEqual([]);
  await link(page, 'Sign in again').click();
  await button(page, 'Use sandbox credentials').click();
  await expect(heading(page, 'Accept the connections')).toBeVisible();
});

test('the session says until when it lasts, and ends from its own page', async ({ page, sandbox }) => {
  await prepared(page, sandbox);
  await expect(page.getByRole('list', { name: 'Signed in as' })).toContainText(/left at most/);
  await page.goto('/session');
  await expect(value(region(page, 'Pureport'), 'Until')).toContainText(/UTC, in 9 h 59 min, or after 30 minutes without a request/);
  await button(page.getByRole('main'), 'Sign out').click();
  await expect(heading(page, 'Connect your network to AWS')).toBeVisible();
});
