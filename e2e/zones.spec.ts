import { component, link, openReadyMade, openToEdit, picture, servedPercent, setSpeed } from './stage';
import { expect, test } from './test';

const zoneNamed = /^Zone East/;

test('components are grouped into a zone, which is named, moved as a whole, cut off and joined again', async ({
  page,
  newVisitor,
}) => {
  await openToEdit(page);
  await setSpeed(page, '10×');
  await component(page, 'Payments').click();
  await component(page, 'Payments DB').click({ modifiers: ['Shift'] });
  await page.keyboard.press('Control+g');
  await page.keyboard.type('East');
  await page.keyboard.press('Enter');
  const zone = page.getByRole('button', { name: zoneNamed });
  await expect(zone).toBeVisible();

  const before = await component(page, 'Payments').boundingBox();
  const orders = await component(page, 'Orders').boundingBox();
  const grip = await zone.boundingBox();
  if (!before || !orders || !grip) throw new Error('not on the canvas');
  await page.mouse.move(grip.x + 10, grip.y + 10);
  await page.mouse.down();
  await page.mouse.move(grip.x + 10, grip.y + 70, { steps: 5 });
  await page.mouse.up();
  await expect.poll(async () => (await component(page, 'Payments').boundingBox())?.y).toBeGreaterThan(before.y + 40);
  expect((await component(page, 'Orders').boundingBox())?.y).toBe(orders.y);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await component(page, 'Payments').boundingBox())?.y).toBe(before.y);

  await page.getByRole('button', { name: 'Cut off East' }).click();
  await expect(zone).toHaveAccessibleName('Zone East, cut off');
  await expect.poll(() => servedPercent(page), { message: 'no order is paid' }).toBeLessThan(80);
  await page.getByRole('button', { name: 'Join East again' }).click();
  await expect(zone).toHaveAccessibleName('Zone East');
  await expect.poll(() => servedPercent(page), { message: 'orders are paid again' }).toBe(100);

  await page.getByRole('button', { name: 'Share' }).click();
  const address = await page.getByRole('dialog').getByRole('textbox', { name: 'Link' }).inputValue();
  const visitor = await newVisitor();
  await visitor.goto(address);
  await expect(visitor.getByRole('button', { name: zoneNamed })).toBeVisible();
});

test('a zone by keyboard alone: moved, coloured, renamed, cut off by a key, ungrouped', async ({ page }) => {
  await openToEdit(page);
  await component(page, 'Payments').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+g');
  await page.keyboard.type('East');
  await page.keyboard.press('Enter');
  const zone = page.getByRole('button', { name: zoneNamed });
  const before = await picture(page);
  await zone.focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => picture(page)).not.toEqual(before);
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitemradio', { name: 'Green' }).press('Enter');
  await expect(page.locator('.zone')).toHaveAttribute('data-colour', 'green');
  await component(page, 'Payments').focus();
  await page.keyboard.press('z');
  await expect(zone).toHaveAccessibleName('Zone East, cut off');
  await expect(link(page, 'Orders', 'Payments').locator('.link')).toHaveAttribute('data-cut', 'true');
  await zone.focus();
  await page.keyboard.press('Delete');
  await expect(zone).toHaveCount(0);
  await expect(component(page, 'Payments')).toBeVisible();
});

test('tidying puts callers before those whom they call', async ({ page }) => {
  await openToEdit(page);
  await openReadyMade(page, 'The storm that outlives its cause');
  const before = await picture(page);
  await page.keyboard.press('Shift+T');
  await expect.poll(() => picture(page)).not.toEqual(before);
  await page.keyboard.press('Control+z');
  await expect.poll(() => picture(page)).toEqual(before);
});
