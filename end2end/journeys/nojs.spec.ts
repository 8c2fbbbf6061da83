// The third journey: the first one with JavaScript off.
import { button, heading, withoutScripts } from '../support/find.js';
import { ha, prepared } from '../support/journey.js';
import { witness } from '../support/outside.js';
import { PACE, expect, test } from '../support/test.js';

test.use({ javaScriptEnabled: false, pace: PACE });
test.beforeEach(({ page }) => withoutScripts(page));

test('the whole journey works without JavaScript', async ({ page, sandbox }) => {
  const journey = await ha(page, sandbox);
  expect(witness(sandbox, journey.connection, journey.tables)).toMatch(/^2 interfaces/);
});

test('without JavaScript the BGP key comes on a page of its own', async ({ page, sandbox }) => {
  const connection = await prepared(page, sandbox);
  const { primaryGateway: leg } = await sandbox.connection(connection);
  await button(page, 'Show BGP password, primary gateway').click();
  await expect(heading(page, 'BGP password')).toBeVisible();
  await expect(page.getByText(leg.bgpConfig.password, { exact: true })).toBeVisible();
});
