import type { Page } from '@playwright/test';
import { component, inspector, timePasses } from './stage';
import { expect, test } from './test';

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const [needed, there] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  expect(needed, 'the page is wider than the screen').toBeLessThanOrEqual(there);
}

/** What lies under a sheet stays where it is. */
async function expectNothingPushedUp(page: Page): Promise<void> {
  const canvas = await page.locator('#canvas').boundingBox();
  const above = await page.getByRole('banner').boundingBox();
  expect(canvas?.y).toBe((above?.y ?? 0) + (above?.height ?? 0));
}

async function expectRunControls(page: Page): Promise<void> {
  for (const name of ['Back to the start', 'Pause', 'Step by one event', /^Speed/, 'Scenarios', 'Share', 'More']) {
    await expect(page.getByRole('button', { name })).toBeInViewport({ ratio: 1 });
  }
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await timePasses(page, 100);
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('everything is within reach, and panels come up as sheets', async ({ page }) => {
    await page.goto('./');
    await expect(component(page, 'Payments')).toBeInViewport();
    await expectNoSidewaysScroll(page);
    await expectRunControls(page);

    for (const name of ['Components', 'Inspector', 'Metrics']) {
      const tab = page.getByRole('button', { name, exact: true });
      await tab.tap();
      await expect(tab).toHaveAttribute('aria-expanded', 'true');
      const sheet = page
        .locator('section')
        .and(page.getByLabel(name, { exact: true }))
        .first();
      await expect(sheet).toBeInViewport();
      await expectNoSidewaysScroll(page);
      await expectNothingPushedUp(page);
      await sheet.getByRole('button', { name: 'Close' }).first().tap();
      await expect(sheet).toBeHidden();
      await expect(tab).toHaveAttribute('aria-expanded', 'false');
    }
  });

  test('a tap selects Payments; its sheet kills it', async ({ page }) => {
    await page.goto('./');
    await component(page, 'Payments').tap();
    await page.getByRole('button', { name: 'Inspector', exact: true }).tap();
    await inspector(page).getByRole('button', { name: 'Kill', exact: true }).tap();
    await expect(component(page, 'Payments')).toHaveAccessibleName(/crashed/);
  });
});

test.describe('on a tablet', () => {
  test.use({ viewport: { width: 820, height: 1180 }, hasTouch: true });

  test('everything is within reach, and panels fold away', async ({ page }) => {
    await page.goto('./');
    await expect(component(page, 'Payments')).toBeInViewport();
    await expectNoSidewaysScroll(page);
    await expectRunControls(page);

    const chooseFromMenu = async (name: RegExp) => {
      await page.getByRole('button', { name: 'More', exact: true }).tap();
      await page.getByRole('menuitem', { name }).tap();
    };
    const panels = [
      {
        panel: page.getByRole('navigation', { name: 'Components' }),
        fold: () => chooseFromMenu(/^Components/),
      },
      {
        panel: page.getByRole('complementary', { name: 'Metrics and events' }),
        fold: () => chooseFromMenu(/^Metrics and events/),
      },
      {
        panel: inspector(page),
        fold: () => page.getByRole('banner').getByRole('button', { name: 'Inspector', exact: true }).tap(),
      },
    ];
    for (const { panel, fold } of panels) {
      const open = await panel.isVisible();
      await fold();
      await expect(panel).toBeVisible({ visible: !open });
      await expectNoSidewaysScroll(page);
      await fold();
      await expect(panel).toBeVisible({ visible: open });
    }
  });
});

test('a narrow desktop window has no sideways scroll either', async ({ page }) => {
  for (const width of [1280, 1024, 760]) {
    await page.setViewportSize({ width, height: 720 });
    await page.goto('./');
    await expect(component(page, 'Payments')).toBeInViewport();
    await expectNoSidewaysScroll(page);
    await expect(page.getByRole('button', { name: 'Pause' })).toBeInViewport({ ratio: 1 });
  }
});

test('in a low window, as at 200 % zoom, the system keeps the better part', async ({ page }) => {
  for (const [width, height] of [
    [720, 450],
    [844, 390],
    [960, 540],
  ]) {
    await page.setViewportSize({ width, height });
    await page.goto('./');
    await expect(component(page, 'Payments')).toBeInViewport({ ratio: 0.99 });
    await expectNoSidewaysScroll(page);
    const canvas = await page.locator('#canvas').boundingBox();
    expect(canvas?.height).toBeGreaterThan(height * 0.4);
    await expect(page.getByRole('button', { name: 'Pause' })).toBeInViewport({ ratio: 1 });
  }
});
