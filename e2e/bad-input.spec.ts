/** Documents that ask for the impossible: somebody is told where and what the limit is, the tab lives on, nothing is lost. */
import { mkdir } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { NOT_A_NUMBER, REFUSED, STOPPED } from '../src/scenario/testing/hostile-scenarios';
import { component, components, openReadyMade, picture, timePasses } from './stage';
import { expect, test } from './test';

/** So long the page may stand still at the most, on a machine that is busy with other things: the run is not on its thread. */
const LONGEST_STANDSTILL_MS = 5_000;
const LIMIT = {
  events: 'More than 1,000,000 events within a millisecond',
  frames: 'More than 1,000,000 requests and messages are under way at once',
  kept: 'Logs take up the room of more than 5,000,000 messages',
} as const;

const title = (page: Page): Locator => page.getByRole('banner').getByRole('textbox', { name: 'Title' });

/** Opens a file as a visitor does. */
async function open(page: Page, text: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Scenarios' }).click();
  await page.getByRole('menuitem', { name: 'Open a file…' }).click();
  await (await chooser).setFiles({ name: 'hostile.json', mimeType: 'application/json', buffer: Buffer.from(text) });
}

/** Watches how long the page stands still; the answer is the longest time so far, ms. */
async function watchStandstill(page: Page): Promise<() => Promise<number>> {
  const handle = await page.evaluateHandle(() => {
    const watch = { longestMs: 0 };
    let last = performance.now();
    setInterval(() => {
      const now = performance.now();
      watch.longestMs = Math.max(watch.longestMs, now - last);
      last = now;
    }, 20);
    return watch;
  });
  return () => handle.evaluate((watch) => watch.longestMs);
}

test('a file that no run can be made of is refused, and one’s own work stays', async ({ page }) => {
  await page.goto('./');
  await title(page).fill('My own shop');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Pause' }).click();
  const before = await picture(page);
  const standstill = await watchStandstill(page);
  const files = [
    ...REFUSED.map(({ what, text, path, expected }) => ({ what, text, why: `${path}: expected ${expected}` })),
    { what: 'no number', text: NOT_A_NUMBER, why: '' },
  ];
  for (const { what, text, why } of files) {
    await test.step(what, async () => {
      await open(page, text);
      const alert = page.getByRole('alert').filter({ hasText: 'This file cannot be opened' });
      await expect(alert).toContainText(why);
      await expect(title(page)).toHaveValue('My own shop');
      expect(await picture(page)).toEqual(before);
      await alert.getByRole('button', { name: 'Close' }).click();
      await expect(alert).toBeHidden();
    });
  }
  expect(await standstill()).toBeLessThan(LONGEST_STANDSTILL_MS);
});

test('a folder that is dropped on the page is refused, and one’s own work stays', async ({
  page,
  context,
}, testInfo) => {
  await page.goto('./');
  await expect(components(page)).toHaveCount(7);
  const devTools = await context.newCDPSession(page);
  const data = { items: [], files: [testInfo.outputDir], dragOperationsMask: 1 };
  await mkdir(testInfo.outputDir, { recursive: true });
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await devTools.send('Input.dispatchDragEvent', { type, x: 500, y: 400, data });
  }
  const alert = page.getByRole('alert').filter({ hasText: 'This file cannot be opened' });
  await expect(alert).toContainText('It cannot be read: it is a folder');
  await expect(components(page)).toHaveCount(7);
});

for (const { what, text, limit, culprits } of STOPPED) {
  test(`${what}: the run is stopped, can be edited and run again, and nothing is lost`, async ({ page }) => {
    // Up to a million requests have to come together first.
    test.slow();
    await page.goto('./');
    await expect(components(page)).toHaveCount(7);
    const standstill = await watchStandstill(page);
    await open(page, text);
    const { title: name, nodes } = JSON.parse(text) as { title: string; nodes: unknown[] };
    await expect(title(page)).toHaveValue(name);

    // It runs as soon as it is open.
    const alert = page.getByRole('alert').filter({ hasText: 'The run was stopped' });
    await expect(alert).toContainText(LIMIT[limit], { timeout: 100_000 });
    await expect(alert).toContainText(new RegExp(`at (${culprits.join('|')}), \\d+:\\d\\d`));
    expect(await standstill()).toBeLessThan(LONGEST_STANDSTILL_MS);

    await component(page, 'shop').click();
    await page.keyboard.press('Delete');
    await expect(components(page)).toHaveCount(nodes.length - 1);
    await expect(alert).toBeHidden();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await timePasses(page, 200);

    await page.keyboard.press('ControlOrMeta+z');
    await expect(components(page)).toHaveCount(nodes.length);
    await page.reload();
    await expect(title(page)).toHaveValue(name);
    await expect(components(page)).toHaveCount(nodes.length);
    await openReadyMade(page, 'Online store with RabbitMQ');
    await timePasses(page, 200);
  });
}
