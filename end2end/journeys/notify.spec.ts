// A run that ends says so to whoever looks elsewhere, if they wanted that.
import type { Page } from '@playwright/test';
import { button, heading, link, withoutScripts } from '../support/find.js';
import { check, click } from '../support/hands.js';
import { prepared } from '../support/journey.js';
import type { Sandbox } from '../support/sandbox.js';
import { expect, test } from '../support/test.js';

interface Noted { asked: number; shown: { title: string; body?: string }[] }

// Writes down what the page asks of the browser's own Notification, which does its work all the
// same; and lets the test say whether the tab is seen, which no headless browser knows.
async function takeNote(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const noted: Noted = { asked: 0, shown: [] };
    const own = window.Notification;
    window.Notification = new Proxy(own, {
      construct(target, [title, options]: [string, NotificationOptions?]) {
        noted.shown.push({ title, body: options?.body });
        return new target(title, options);
      },
      get(target, name) {
        if (name === 'requestPermission') {
          return () => { noted.asked += 1; return target.requestPermission(); };
        }
        return Reflect.get(target, name, target) as unknown;
      },
    });
    let unseen = false;
    Object.defineProperty(document, 'hidden', { get: () => unseen });
    Object.assign(window, { noted, look: (here: boolean) => { unseen = !here; } });
  });
}

const noted = (page: Page): Promise<Noted> => page.evaluate(() => (window as unknown as { noted: Noted }).noted);

// The tab is seen, or another one is.
const look = (page: Page, here: boolean): Promise<void> =>
  page.evaluate((seen) => (window as unknown as { look(here: boolean): void }).look(seen), here);

// A run that is at work until the sandbox's time goes on.
async function begin(page: Page, sandbox: Sandbox): Promise<void> {
  await prepared(page, sandbox);
  await click(link(page, 'Set up AWS').first());
  await check(page.getByRole('checkbox', { name: /^payments, 10\.20\.0\.0\/16/ }));
  await sandbox.freeze(true);
  await click(button(page, 'Run all steps'));
  await expect(heading(page, 'Run')).toBeVisible();
  await expect(page).toHaveTitle('Run – Onramp');
}

async function atWork(page: Page, sandbox: Sandbox): Promise<void> {
  await takeNote(page);
  await begin(page, sandbox);
}

const wish = (page: Page) => page.getByRole('button', { name: 'Notify me' });

test.describe('before anybody was asked', () => {
  // The configuration's list of permissions denies every other one.
  test.use({ permissions: [async ({}, use) => use(undefined), { scope: 'test' }] });

  test('whoever presses "Notify me" and looks elsewhere is notified when the run is done', async ({ page, context, sandbox }) => {
    await atWork(page, sandbox);
    await expect(wish(page)).toBeVisible();
    expect(await noted(page)).toEqual({ asked: 0, shown: [] });
    // The answer that a person would give.
    await context.grantPermissions(['notifications']);
    await click(wish(page));
    await expect(wish(page)).toBeHidden();
    expect(await noted(page)).toEqual({ asked: 1, shown: [] });
    await look(page, false);
    await sandbox.freeze(false);
    await expect(page).toHaveTitle('Done: Run – Onramp');
    const shown = [{ title: 'Done: Run – Onramp', body: 'Office to payments' }];
    expect(await noted(page)).toEqual({ asked: 1, shown });
  });
});

test('whoever looks at the run is not notified of what is on the page', async ({ page, context, sandbox }) => {
  await context.grantPermissions(['notifications']);
  await atWork(page, sandbox);
  await sandbox.freeze(false);
  await expect(page).toHaveTitle('Done: Run – Onramp');
  expect(await noted(page)).toEqual({ asked: 0, shown: [] });
});

test('whoever denied it is neither asked nor notified, and sees the end on coming back', async ({ page, context, sandbox }) => {
  await atWork(page, sandbox);
  await expect(wish(page)).toBeHidden();
  await look(page, false);
  await sandbox.freeze(false);
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other).toHaveTitle('Done: Run – Onramp');
  await expect(page).toHaveTitle('Run – Onramp');
  await look(page, true);
  await expect(page).toHaveTitle('Done: Run – Onramp');
  expect(await noted(page)).toEqual({ asked: 0, shown: [] });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  test.beforeEach(({ page }) => withoutScripts(page));

  test('"Notify me" is not there', async ({ page, sandbox }) => {
    await begin(page, sandbox);
    await expect(wish(page)).toBeHidden();
  });
});
