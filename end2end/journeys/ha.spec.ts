// The first journey: from nothing to propagated routes, with high availability.
import { ha } from '../support/journey.js';
import { witness } from '../support/outside.js';
import { PACE, expect, test } from '../support/test.js';

test.use({ pace: PACE });

test('a private connection goes from nothing to propagated routes in two regions', async ({ page, sandbox }) => {
  const start = Date.now();
  const journey = await ha(page, sandbox);
  const seconds = (Date.now() - start) / 1000;
  console.log(`  the first journey took ${seconds.toFixed(1)} s at pace ${PACE}`);
  if (PACE === 'demo') expect(seconds, 'seconds of the journey').toBeLessThan(150);
  const agreed = witness(sandbox, journey.connection, journey.tables);
  console.log(`  witness: ${agreed}`);
  expect(agreed).toMatch(/^2 interfaces and \d+ propagated routes agree/);
});
