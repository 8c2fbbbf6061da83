// The test object of every journey: a server per worker, a fresh world per test, and a page that
// fails the test on any console error, hydration warning or violation of the content policy.
import { test as base, expect, type Page } from '@playwright/test';
import { Onramp } from './server.js';

export const PACE = process.env.ONRAMP_PACE ?? 'instant';

export function watch(page: Page, complaints: string[]): void {
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' || /hydration|panicked|content security policy/i.test(text)) {
      complaints.push(`${message.type()}: ${text} (${page.url()})`);
    }
  });
  page.on('pageerror', (error) => complaints.push(`page error: ${error.message} (${page.url()})`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (!['127.0.0.1', 'localhost'].includes(url.hostname) && url.protocol.startsWith('http')) {
      complaints.push(`request to another origin: ${url.origin}`);
    }
  });
}

export const test = base.extend<{ fresh: void; complaints: string[] }, { onramp: Onramp }>({
  onramp: [async ({}, use) => {
    const onramp = await Onramp.start();
    await use(onramp);
    await onramp.stop();
  }, { scope: 'worker' }],

  baseURL: async ({ onramp }, use) => use(onramp.url),

  fresh: [async ({ onramp }, use) => {
    await onramp.reset({ seed: 7, pace: PACE });
    await use();
  }, { auto: true }],

  complaints: [async ({ page }, use) => {
    const complaints: string[] = [];
    watch(page, complaints);
    await use(complaints);
    expect(complaints, 'the browser complained').toEqual([]);
  }, { auto: true }],
});

export { expect };
