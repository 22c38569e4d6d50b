/**
 * Large systems on the built page, while they run: whether the view of 500 nodes, and of 2,000, can be dragged. Prints one
 * measurement a line. Figures vary from machine to machine; a busy one spoils them.
 */
import { openScenario, print, rateOf, watchFrames, withPage } from './page.js';
import { pairs } from './pairs.js';

const MEASURE_MS = 5_000;
/** Until a scenario that has just come is drawn, and the view rests. */
const REST_MS = 6_000;
/** From where all 2,000 are in view to where they can be read. */
const STEPS_TO_FULL_SIZE = 12;

await withPage(async (browser, url) => {
  /**
   * @param {string} name
   * @param {number} nodes
   * @param {boolean} closeBy zoomed in, so that only some of them are in view
   * @param {{ atLeast: number, aim: number }} target
   */
  const measure = async (name, nodes, closeBy, target) => {
    const page = await openScenario(browser, url, pairs(nodes));
    await page.waitForTimeout(REST_MS);
    await page.keyboard.press('0');
    const zoomIn = page.getByRole('button', { name: 'Zoom in' });
    for (let step = 0; closeBy && step < STEPS_TO_FULL_SIZE; step++) await zoomIn.click();
    await page.waitForTimeout(REST_MS);
    const shown = await page.locator('.react-flow__node').count();
    const { frames } = await watchFrames(page, { measureMs: MEASURE_MS, drag: true });
    print(`${name}, panning: frames`, rateOf(frames), 'frames/s', target);
    print(`${name}: nodes in the document`, shown, '');
    await page.close();
  };
  await measure('500 nodes in view', 500, false, { atLeast: 45, aim: 60 });
  await measure('2,000 nodes, zoomed in', 2_000, true, { atLeast: 58, aim: 60 });
  await measure('2,000 nodes, all in view', 2_000, false, { atLeast: 24, aim: 60 });
});
