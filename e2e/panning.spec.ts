import type { Page } from '@playwright/test';
import { openReadyMade, openToEdit, pause } from './stage';
import { expect, test } from './test';

/** How far the view is dragged, CSS pixels. */
const BY = { x: 90, y: 60 };

/** The last figures of a run that is paused come from the worker a moment later: waits until two looks in a row are alike. */
async function figuresStand(page: Page): Promise<void> {
  let before = '';
  const isAsBefore = async () => {
    const seen = before;
    before = await page.locator('.react-flow__viewport').innerHTML();
    return before === seen;
  };
  await expect.poll(isAsBefore, { intervals: [500] }).toBe(true);
}

test.beforeEach(async ({ page }) => {
  await openToEdit(page);
  await pause(page);
});

test('a drag of the view moves what is on it as a whole, to the pixel, and renders no node and no link', async ({
  page,
}) => {
  await figuresStand(page);
  const card = page.locator('.react-flow__node').first();
  const line = page.locator('.link-line').first();
  const before = { card: await card.boundingBox(), line: await line.boundingBox() };
  await page.evaluate(() => {
    const changes: string[] = [];
    const observer = new MutationObserver((records) => {
      for (const { type, target, attributeName } of records)
        changes.push(`${type} ${target.nodeName} ${attributeName}`);
    });
    for (const place of document.querySelectorAll(
      '.react-flow__nodes, .react-flow__edges, .react-flow__edgelabel-renderer',
    )) {
      observer.observe(place, { subtree: true, childList: true, attributes: true, characterData: true });
    }
    Object.assign(window, { changes });
  });
  const pane = await page.locator('.react-flow__pane').boundingBox();
  if (!pane) throw new Error('There is no pane');
  const from = { x: pane.x + pane.width / 2, y: pane.y + pane.height - 20 };
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x - BY.x, from.y - BY.y, { steps: 20 });
  await page.mouse.up();

  const after = { card: await card.boundingBox(), line: await line.boundingBox() };
  for (const what of ['card', 'line'] as const) {
    expect((after[what]?.x ?? 0) - (before[what]?.x ?? 0), what).toBeCloseTo(-BY.x, 1);
    expect((after[what]?.y ?? 0) - (before[what]?.y ?? 0), what).toBeCloseTo(-BY.y, 1);
  }
  expect(await page.evaluate(() => (window as unknown as { changes: string[] }).changes)).toEqual([]);
});

test('nodes and links share layers of the page', async ({ page }) => {
  const devtools = await page.context().newCDPSession(page);
  let layers = 0;
  devtools.on('LayerTree.layerTreeDidChange', ({ layers: all }) => {
    layers = all?.filter(({ drawsContent }) => drawsContent).length ?? layers;
  });
  await devtools.send('DOM.enable');
  await devtools.send('LayerTree.enable');
  await openReadyMade(page, 'Choreography and orchestration');
  await expect.poll(() => layers).toBeGreaterThan(0);
  expect(layers, 'for twelve nodes, their links and everything around the canvas').toBeLessThan(15);
});
