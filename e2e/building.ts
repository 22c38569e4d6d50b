/** Systems built by hand, as a visitor does: from the palette onto an empty canvas, and linked by dragging. */
import { expect, type Locator, type Page } from '@playwright/test';
import { component, components, inspector, link } from './stage';

/** An empty scenario on the stage, which stands still. */
export async function openEmpty(page: Page): Promise<void> {
  await page.goto('./');
  await page.getByRole('button', { name: 'Scenarios' }).click();
  await page.getByRole('menuitem', { name: 'New, empty' }).click();
  await expect(components(page)).toHaveCount(0);
}

/** Drags a component from the palette to a place on the canvas, CSS pixels from its corner. */
export async function place(page: Page, kind: string, x: number, y: number): Promise<void> {
  const inPalette = page
    .getByRole('navigation', { name: 'Components' })
    .getByRole('button', { name: new RegExp(`^Add ${kind}:`) });
  await inPalette.dragTo(page.getByRole('region', { name: 'Canvas' }), { targetPosition: { x, y } });
  await expect(component(page, kind)).toBeVisible();
}

const middle = async (locator: Locator) => {
  const box = await locator.boundingBox();
  if (!box) throw new Error('it is not on the canvas');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

/** Lets time go on, if it stands still: a scenario that is built by hand does not run by itself. */
async function letRun(page: Page): Promise<void> {
  const run = page.getByRole('button', { name: 'Run', exact: true });
  if (await run.isVisible()) await run.click();
}

/** Drags a link from one component onto another, and lets them run. */
export async function join(page: Page, from: string, to: string): Promise<void> {
  await component(page, from).hover();
  const start = await middle(component(page, from).locator('.react-flow__handle.source'));
  const end = await middle(component(page, to));
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(end.x, end.y, { steps: 6 });
  await page.mouse.up();
  await expect(link(page, from, to)).toHaveCount(1);
  await letRun(page);
}

/** Folds out the parts of the inspector's form until a field can be seen. */
export async function reveal(page: Page, field: Locator): Promise<void> {
  const folded = inspector(page).locator('button[data-section][aria-expanded="false"]');
  const seen = async () => {
    if (await field.first().isVisible()) return true;
    for (let left = await folded.count(); left > 0; left--) await folded.first().click();
    return field.first().isVisible();
  };
  await expect.poll(seen, { message: 'the field is in the form' }).toBe(true);
}

/** Types a value into a field of the inspector. */
export async function fill(page: Page, label: string, value: string): Promise<void> {
  const field = inspector(page).getByRole('textbox', { name: label, exact: true });
  await reveal(page, field);
  await field.fill(value);
  await field.press('Enter');
}

/** Chooses an option in the inspector, by its words. */
export async function choose(page: Page, label: string, option: string): Promise<void> {
  const field = inspector(page).getByRole('combobox', { name: label, exact: true });
  await reveal(page, field);
  await field.selectOption({ label: option });
}

/** Switches something on or off in the inspector. */
export async function turnOn(page: Page, label: string): Promise<void> {
  const field = inspector(page).getByRole('switch', { name: label, exact: true });
  await reveal(page, field);
  await field.click();
}
