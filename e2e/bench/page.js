/** The built page in Chromium, as the benchmarks watch it. */
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { findChromium } from '../../tools/find-chromium.js';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * Builds and serves the page, lets `measure` use it in a browser, and closes both.
 * @param {(browser: import('@playwright/test').Browser, url: string) => Promise<void>} measure
 */
export async function withPage(measure) {
  const server = await serve();
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', '--disable-quic', '--no-first-run'],
  });
  try {
    await measure(browser, server.url);
  } finally {
    await browser.close();
    server.stop();
  }
}

/** @returns {Promise<{ url: string, stop: () => void }>} */
function serve() {
  const server = spawn(process.execPath, [join(root, 'tools', 'start.js')], {
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let said = '';
    server.stdout.on('data', (text) => {
      said += text;
      const url = said.match(/Spillway is at (\S+)/)?.[1];
      if (url) resolve({ url, stop: () => server.kill() });
    });
    server.on('exit', () => reject(new Error(`The page could not be served.\n${said}`)));
  });
}

/**
 * Opens the page on a screen of 1920 × 1080 pixels, and drops a scenario on it.
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url
 * @param {{ title: string }} scenario
 */
export async function openScenario(browser, url, scenario) {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.goto(url);
  await page.locator('.react-flow__node').first().waitFor();
  // Dropping files is among what is loaded after the canvas.
  await page.waitForLoadState('networkidle');
  await page.evaluate((text) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], 'bench.spillway.json', { type: 'application/json' }));
    window.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }, JSON.stringify(scenario));
  await page
    .getByRole('textbox', { name: 'Title' })
    .and(page.locator(`[value="${scenario.title}"]`))
    .first()
    .waitFor();
  return page;
}

/**
 * Counts the frames of the page for some time, dragging the canvas with the mouse if asked to.
 * @param {import('@playwright/test').Page} page
 * @param {{ measureMs: number, drag: boolean }} options
 * @returns {Promise<{ frames: number[], longTasks: number }>} how long each took, ms
 */
export const watchFrames = (page, options) => page.evaluate(watchInPage, options);

/**
 * Runs in the page.
 * @param {{ measureMs: number, drag: boolean }} options
 * @returns {Promise<{ frames: number[], longTasks: number }>}
 */
function watchInPage({ measureMs, drag }) {
  return new Promise((resolve) => {
    /** @type {number[]} */
    const frames = [];
    let longTasks = 0;
    const observer = new PerformanceObserver((list) => {
      longTasks += list.getEntries().length;
    });
    observer.observe({ type: 'longtask' });
    const pane = document.querySelector('.react-flow__pane');
    const { left, top, width, height } = pane?.getBoundingClientRect() ?? new DOMRect(0, 0, 800, 600);
    const beganAt = performance.now();
    let last = 0;
    let angle = 0;
    /** @param {string} type @param {EventTarget | null} target */
    const mouse = (type, target) =>
      target?.dispatchEvent(
        new MouseEvent(type, {
          bubbles: true,
          cancelable: true,
          view: window,
          clientX: left + width / 2 + Math.sin(angle) * 200,
          clientY: top + height / 2 + Math.sin(angle * 0.7) * 120,
          buttons: type === 'mouseup' ? 0 : 1,
        }),
      );
    /** @param {number} now */
    const frame = (now) => {
      if (last > 0) frames.push(now - last);
      last = now;
      angle += 0.08;
      if (drag) mouse('mousemove', window);
      if (now - beganAt < measureMs) {
        requestAnimationFrame(frame);
        return;
      }
      if (drag) mouse('mouseup', window);
      observer.disconnect();
      resolve({ frames, longTasks });
    };
    if (drag) mouse('mousedown', pane);
    requestAnimationFrame(frame);
  });
}

/** Frames a second. @param {readonly number[]} frames how long each took, ms */
export const rateOf = (frames) => (frames.length / frames.reduce((sum, ms) => sum + ms, 0)) * 1_000;

/** What 95 % of the frames took at the most, ms. @param {readonly number[]} frames */
export const longestOfMost = (frames) => frames.toSorted((a, b) => a - b)[Math.floor(frames.length * 0.95)];

/**
 * Prints a measurement.
 * @param {string} name
 * @param {number} value
 * @param {string} unit
 * @param {{ atLeast: number, aim: number } | { atMost: number, aim: number }} [target]
 */
export const print = (name, value, unit, target) => console.log(JSON.stringify({ name, value, unit, target }));
