import type { Locator, Page } from '@playwright/test';
import { component, componentThatIs, inspector, openToEdit, pause, timePasses } from './stage';
import { expect, test } from './test';

/** The middle of something on the page. */
async function middleOf(what: Locator): Promise<{ x: number; y: number }> {
  const box = await what.boundingBox();
  if (!box) throw new Error('not on the page');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** One finger: Playwright can tap, and nothing else. */
async function finger(page: Page) {
  const session = await page.context().newCDPSession(page);
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: { x: number; y: number }[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints });
  return {
    down: (at: { x: number; y: number }) => send('touchStart', [at]),
    lift: () => send('touchEnd', []),
    async drag(from: { x: number; y: number }, to: { x: number; y: number }) {
      await send('touchStart', [from]);
      for (let step = 1; step <= 8; step++) {
        await send('touchMove', [
          { x: from.x + ((to.x - from.x) * step) / 8, y: from.y + ((to.y - from.y) * step) / 8 },
        ]);
      }
      await send('touchEnd', []);
    },
  };
}

/** Opens a ready-made scenario out of the gallery by taps. */
async function openByTaps(page: Page, name: string): Promise<void> {
  await openToEdit(page);
  await page.getByRole('button', { name: 'Scenarios' }).tap();
  await page.getByRole('menuitem', { name: 'All ready-made scenarios…' }).tap();
  const gallery = page.getByRole('dialog', { name: 'Ready-made scenarios' });
  await gallery.getByRole('button', { name: new RegExp(`^${name}\\.`) }).tap();
  await expect(gallery).toBeHidden();
}

/** What a phone's lower edge brings up. */
const sheet = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

for (const { device, viewport, isMobile } of [
  { device: 'a phone', viewport: { width: 390, height: 844 }, isMobile: true },
  { device: 'a tablet', viewport: { width: 820, height: 1180 }, isMobile: false },
]) {
  test.describe(`by finger on ${device}`, () => {
    test.use({ viewport, isMobile, hasTouch: true });

    const openInspector = async (page: Page) => {
      const isOpen = await inspector(page).isVisible();
      if (!isOpen) await sheet(page, 'Inspector').first().tap();
      await expect(inspector(page)).toBeVisible();
    };

    test('what is selected stays in sight beside its inspector, and the view goes back afterwards', async ({
      page,
    }) => {
      await openToEdit(page);
      await pause(page);
      const payments = component(page, 'Payments');
      const before = await middleOf(payments);
      await payments.tap();
      await openInspector(page);
      const isOnTop = async () => {
        const at = await middleOf(payments);
        return payments.evaluate((node, { x, y }) => node.contains(document.elementFromPoint(x, y)), at);
      };
      await expect.poll(isOnTop).toBe(true);
      await inspector(page).getByRole('button', { name: 'Close' }).first().tap();
      await expect.poll(() => middleOf(payments)).toEqual(before);
    });

    test('a binding of RabbitMQ is drawn', async ({ page }) => {
      await openByTaps(page, 'One event, who hears of it');
      await component(page, 'RabbitMQ').tap();
      await openInspector(page);
      const bindings = inspector(page).getByRole('region', { name: 'Bindings' });
      await bindings.getByText('Drag from an exchange', { exact: false }).scrollIntoViewIfNeeded();
      const from = await middleOf(bindings.getByRole('button', { name: 'Bind from orders' }));
      const to = await middleOf(bindings.locator('[data-queue="1"]'));
      await (await finger(page)).drag(from, to);
      await expect(bindings.getByLabel('Key from orders to billing').last()).toBeFocused();
      await expect(component(page, 'RabbitMQ').locator('.rabbit-ways path')).toHaveCount(4);
    });

    test('a long press opens the menu, and groups into a zone, which is dragged by its name', async ({ page }) => {
      await openToEdit(page);
      await pause(page);
      const touch = await finger(page);
      await touch.down(await middleOf(component(page, 'Payments')));
      const group = page.getByRole('menuitem', { name: 'Group into a zone' });
      await expect(group).toBeVisible();
      await touch.lift();
      await group.tap();
      await page.keyboard.type('East');
      await page.keyboard.press('Enter');
      const zone = page.getByRole('button', { name: /^Zone East/ });
      await expect(zone).toBeVisible();
      const before = await middleOf(component(page, 'Payments'));
      const grip = await middleOf(zone);
      await touch.drag(grip, { x: grip.x, y: grip.y + 80 });
      await expect.poll(async () => (await middleOf(component(page, 'Payments'))).y).toBeGreaterThan(before.y + 40);
    });

    test('a command is found and done', async ({ page }) => {
      await openToEdit(page);
      await component(page, 'Payments').tap();
      await page.getByRole('button', { name: 'More', exact: true }).tap();
      await page.getByRole('menuitem', { name: /^Find a command/ }).tap();
      await page.getByRole('combobox', { name: 'Find' }).fill('kill');
      await page.getByRole('option').first().tap();
      await expect(componentThatIs(page, 'Payments', 'crashed')).toBeVisible();
    });

    test('a quantity is typed with its unit, on a keyboard that has letters', async ({ page }) => {
      await openToEdit(page);
      await component(page, 'Payments').tap();
      await openInspector(page);
      const startUp = inspector(page).getByRole('textbox', { name: 'Start-up time', exact: true });
      await startUp.tap();
      await expect(startUp).toHaveAttribute('inputmode', 'text');
      await startUp.fill('1.5 min');
      await startUp.press('Enter');
      await expect(startUp).toHaveValue('90\u00a0s');
    });

    test('a number of what became of messages leads to the messages behind it', async ({ page }) => {
      await openByTaps(page, 'One event, who hears of it');
      await timePasses(page, 2_000);
      await pause(page);
      if (isMobile) await sheet(page, 'Metrics').tap();
      await page.getByRole('tab', { name: 'Delivery', exact: true }).tap();
      await page.getByRole('button', { name: /^RabbitMQ: Acked / }).tap();
      const messages = page.getByRole('region', { name: 'Messages', exact: true });
      await expect(messages.getByRole('heading', { name: 'Acked: RabbitMQ' })).toBeVisible();
      await messages
        .getByRole('button', { name: /^Message/ })
        .first()
        .tap();
      await expect(page.getByRole('region', { name: 'History of the request' })).toBeVisible();
    });
  });
}
