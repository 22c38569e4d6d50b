/** What a visitor sees and does on the stage, by the names that a screen reader would say. */
import { expect, type Locator, type Page } from '@playwright/test';

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A component on the canvas, whatever its state. Its accessible name reads "name, kind, state". */
export const component = (page: Page, name: string): Locator =>
  page.getByRole('group', { name: new RegExp(`^${escaped(name)}, `) });

/** A component in one of the states that its accessible name tells. */
export const componentThatIs = (page: Page, name: string, state: string): Locator =>
  page.getByRole('group', { name: new RegExp(`^${escaped(name)}, .*, ${state}$`) });

/** All components on the canvas. */
export const components = (page: Page): Locator => page.locator('.react-flow__node');

/** A link on the canvas. */
export const link = (page: Page, from: string, to: string): Locator =>
  page.getByRole('group', { name: `${from} calls ${to}, ` });

/** All links on the canvas. */
export const links = (page: Page): Locator => page.locator('.react-flow__edge');

/** Opens the page and waits until what editing takes is there, which comes with the buttons on the canvas. */
export async function openToEdit(page: Page): Promise<void> {
  await page.goto('./');
  await expect(page.locator('.canvas-controls')).toBeVisible();
}

/** The playhead, virtual ms. */
export async function clockMs(page: Page): Promise<number> {
  const text = await page.getByRole('timer', { name: 'Virtual time' }).innerText();
  return text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) * 1_000;
}

/** Waits until the playhead has gone on by so much virtual time. */
export async function timePasses(page: Page, ms: number): Promise<void> {
  const until = (await clockMs(page)) + ms;
  await expect.poll(() => clockMs(page), { message: `virtual time reaches ${until} ms` }).toBeGreaterThan(until);
}

/** Chooses a speed from the menu, in the words of the menu: `10×`. */
export async function setSpeed(page: Page, speed: string): Promise<void> {
  await page.getByRole('button', { name: /^Speed/ }).click();
  await page.getByRole('menuitemradio', { name: speed, exact: true }).click();
  await expect(page.getByRole('button', { name: `Speed: ${speed}`, exact: true })).toBeVisible();
}

/** The share of the client's requests that were served just now, per cent; NaN while none has ended. */
export async function servedPercent(page: Page, client = 'Web shop'): Promise<number> {
  const face = (await component(page, client).textContent()) ?? '';
  return Number(/([\d.]+)%/.exec(face)?.[1] ?? Number.NaN);
}

/** Puts a ready-made scenario on the stage, out of the gallery. */
export async function openReadyMade(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Scenarios' }).click();
  await page.getByRole('menuitem', { name: 'All ready-made scenarios…' }).click();
  const gallery = page.getByRole('dialog', { name: 'Ready-made scenarios' });
  await gallery.getByRole('button', { name: new RegExp(`^${escaped(name)}\\.`) }).click();
  await expect(page.getByRole('banner').getByRole('textbox', { name: 'Title' })).toHaveValue(name);
}

export const pause = (page: Page): Promise<void> => page.getByRole('button', { name: 'Pause' }).click();

/** What stands where: of every component its name and place, of every link its ends and protocol. */
export async function picture(page: Page): Promise<readonly string[]> {
  const nodes = await components(page).evaluateAll((all) =>
    all.map((one) => `${one.querySelector('.card-name')?.textContent} ${(one as HTMLElement).style.transform}`),
  );
  const lines = await links(page).evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
  return [...nodes.sort(), ...lines.sort()];
}

/** Leaves nothing selected: the inspector shows the scenario. */
export async function selectNothing(page: Page): Promise<void> {
  await page.locator('.react-flow__pane').click({ position: { x: 40, y: 120 } });
  await expect(inspector(page).getByRole('heading', { name: 'Scenario' })).toBeVisible();
}

/** Beside the canvas, or on a phone in a sheet over it. */
export const inspector = (page: Page): Locator =>
  page
    .locator('aside, section')
    .and(page.getByLabel('Inspector', { exact: true }))
    .first();

/** What was done to the system, as the inspector lists it. */
export const interventions = (page: Page): Locator =>
  inspector(page).getByRole('list', { name: 'Interventions' }).getByRole('listitem');

/** The run's fingerprint at the playhead; the run must stand still. */
export async function fingerprint(page: Page): Promise<string> {
  return inspector(page).getByRole('status', { name: 'Fingerprint' }).innerText();
}
