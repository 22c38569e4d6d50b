/**
 * What drawing costs in a real browser, on the built page: 100 nodes with about 20,000 requests and answers under way,
 * at rest and while the view is dragged, on a screen of 1920 × 1080 pixels. Prints one measurement a line. Figures vary from
 * machine to machine; a busy one spoils them.
 */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { findChromium } from '../../tools/find-chromium.js';
import { FULL_AFTER_MS, hundredNodes } from './hundred-nodes.js';

const MEASURE_MS = 5_000;
/** What the worker's time is related to: it has frames of its own, of which a busy page may miss some. */
const FRAME_MS = 1_000 / 60;
/** Linux counts the time of threads in hundredths of a second. */
const TICK_MS = 10;
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Builds and serves the page. @returns {Promise<{ url: string, stop: () => void }>} */
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
 * CPU time of the simulation's thread so far, ms; null where the system does not tell.
 * @param {readonly number[]} processes
 */
function workerCpuMs(processes) {
  if (process.platform !== 'linux') return null;
  for (const pid of processes) {
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8');
      if (!stat.includes('(DedicatedWorker')) continue;
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
    }
  }
  return null;
}

/**
 * Runs in the page: counts its frames, and drags the canvas with the mouse if asked to.
 * @param {{ measureMs: number, drag: boolean }} options
 * @returns {Promise<{ frames: number[], longTasks: number }>}
 */
function watchFrames({ measureMs, drag }) {
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

/**
 * Prints a measurement.
 * @param {string} name
 * @param {number} value
 * @param {string} unit
 * @param {{ atLeast: number, aim: number } | { atMost: number, aim: number }} target
 */
const print = (name, value, unit, target) => console.log(JSON.stringify({ name, value, unit, target }));

const server = await serve();
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', '--disable-quic', '--no-first-run'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  const devtools = await page.context().newCDPSession(page);
  // CPU time of the thread, so that other programs don't count.
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const browserDevtools = await browser.newBrowserCDPSession();
  await page.goto(server.url);
  await page.locator('.react-flow__node').first().waitFor();
  // Dropping files is among what is loaded after the canvas.
  await page.waitForLoadState('networkidle');
  await page.evaluate((text) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], 'hundred-nodes.spillway.json', { type: 'application/json' }));
    window.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }, JSON.stringify(hundredNodes()));
  await page.locator('.react-flow__node').nth(20).waitFor();
  await page.keyboard.press('0');
  await page.waitForTimeout(FULL_AFTER_MS + 3_000);

  const taskMs = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1_000;
  };
  const { processInfo } = await browserDevtools.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  for (const drag of [false, true]) {
    const before = { task: await taskMs(), worker: workerCpuMs(renderers) };
    const { frames, longTasks } = await page.evaluate(watchFrames, { measureMs: MEASURE_MS, drag });
    const after = { task: await taskMs(), worker: workerCpuMs(renderers) };
    const sorted = frames.toSorted((a, b) => a - b);
    const totalMs = frames.reduce((sum, ms) => sum + ms, 0);
    const of = `100 nodes, 20,000 particles, ${drag ? 'panning' : 'idle'}:`;
    print(`${of} frames`, (frames.length / totalMs) * 1_000, 'frames/s', { atLeast: 58, aim: 60 });
    print(`${of} 95 % of frames within`, sorted[Math.floor(sorted.length * 0.95)], 'ms', { atMost: 17, aim: 17 });
    const mainThread = drag ? { atMost: 8, aim: 5 } : { atMost: 4, aim: 1.5 };
    print(`${of} main thread`, (after.task - before.task) / frames.length, 'ms a frame', mainThread);
    if (before.worker !== null && after.worker !== null) {
      const perFrame = ((after.worker - before.worker) * FRAME_MS) / totalMs;
      print(`${of} worker`, perFrame, 'ms per 1/60 s', { atMost: 2.5, aim: 1.5 });
    }
    print(`${of} long tasks`, longTasks, '', { atMost: 0, aim: 0 });
  }
  if (process.env.BENCH_SCREENSHOT) await page.screenshot({ path: process.env.BENCH_SCREENSHOT });
} finally {
  await browser.close();
  server.stop();
}
