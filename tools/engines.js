/**
 * The browser engines that a run must be the same in, and how to open one address in each without a driver: a fresh
 * profile, no screen, and nothing left of it afterwards.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findChromium } from './find-chromium.js';

/**
 * @typedef {object} Engine
 * @property {string} name
 * @property {string} missing what to say where it is not installed
 * @property {() => boolean} isInstalled
 * @property {(address: string, home: string, start: Start) => Promise<Started>} open puts what it writes into `home`
 */
/**
 * A process of ours, head of a group of its own, with what it said last.
 * @typedef {{ child: import('node:child_process').ChildProcess, lastWords: () => string }} Started
 */
/** @typedef {(command: string, args: readonly string[], env?: NodeJS.ProcessEnv) => Started} Start `env` is added to ours */

/** How much of what a browser says is kept, for the case that it fails. */
const LAST_WORDS = 4_000;
const isRoot = process.getuid?.() === 0;

/** @param {readonly string[]} commands @returns {string | null} the path of the first that is installed */
const findCommand = (commands) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => commands.map((command) => join(folder, command)))
    .find((path) => existsSync(path)) ?? null;

const firefox = () => findCommand(['firefox-esr', 'firefox']);
const xvfb = () => findCommand(['Xvfb']);
/** Debian keeps WebKitGTK's own small browser beside the library. */
const miniBrowser = () =>
  ['4.1', '6.0', '4.0']
    .flatMap((version) =>
      ['x86_64-linux-gnu/', 'aarch64-linux-gnu/', ''].map((of) => `/usr/lib/${of}webkit2gtk-${version}`),
    )
    .flatMap((folder) => [`${folder}/MiniBrowser`, `${folder.replace('webkit2gtk', 'webkitgtk')}/MiniBrowser`])
    .find((path) => existsSync(path)) ?? null;

/** @type {Start} */
function startProcess(command, args, env = {}) {
  const child = spawn(command, args, {
    // A group of its own: a browser is many processes, and all of them must end.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let words = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      words = (words + chunk).slice(-LAST_WORDS);
    });
  }
  return { child, lastWords: () => words };
}

/** @param {Started} started */
function end({ child }) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // All of them have ended by themselves.
  }
}

/** Nothing but the address that it is given: no first-run pages, no updates, no reports, and no way to other hosts. */
const FIREFOX_PREFERENCES = {
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.proxy.http': '127.0.0.1',
  'network.proxy.http_port': 9,
  'network.proxy.ssl': '127.0.0.1',
  'network.proxy.ssl_port': 9,
  'network.proxy.type': 1,
  'services.settings.server': 'http://127.0.0.1:9',
  'termsofuse.acceptedVersion': 999,
  'toolkit.telemetry.reportingpolicy.firstRun': false,
};

/** @type {Engine} */
const chromiumEngine = {
  name: 'Chromium',
  missing: 'apt-get install chromium',
  // Where there is none, it is fetched: the browser tests need it anyway.
  isInstalled: () => true,
  open: async (address, home, start) =>
    start(findChromium(), [
      '--headless=new',
      ...(isRoot ? ['--no-sandbox'] : []),
      `--user-data-dir=${home}`,
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      address,
    ]),
};

/** @type {Engine} */
const firefoxEngine = {
  name: 'Firefox',
  missing: 'apt-get install firefox-esr',
  isInstalled: () => firefox() !== null,
  open: async (address, home, start) => {
    const profile = join(home, 'profile');
    mkdirSync(profile);
    const lines = Object.entries(FIREFOX_PREFERENCES).map(
      ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
    );
    writeFileSync(join(profile, 'user.js'), lines.join(''));
    const args = ['--headless', '--no-remote', '--new-instance', '--profile', profile, address];
    return start(firefox() ?? 'firefox', args, { HOME: home, MOZ_CRASHREPORTER_DISABLE: '1' });
  },
};

/** @type {Engine} */
const webkitEngine = {
  name: 'WebKitGTK',
  missing: 'apt-get install webkit2gtk-driver xvfb',
  isInstalled: () => miniBrowser() !== null && xvfb() !== null,
  open: async (address, home, start) => {
    // It has no headless mode. The server itself looks for a display that is free, and names it on its fourth stream.
    const screen = start(xvfb() ?? 'Xvfb', ['-displayfd', '3', '-screen', '0', '800x600x24', '-nolisten', 'tcp']);
    const display = await firstLine(screen);
    return start(miniBrowser() ?? 'MiniBrowser', [address], {
      DISPLAY: `:${display}`,
      HOME: home,
      XDG_CACHE_HOME: join(home, 'cache'),
      XDG_CONFIG_HOME: join(home, 'config'),
      XDG_DATA_HOME: join(home, 'data'),
      GDK_BACKEND: 'x11',
      NO_AT_BRIDGE: '1',
      GSETTINGS_BACKEND: 'memory',
      LIBGL_ALWAYS_SOFTWARE: '1',
      WEBKIT_DISABLE_COMPOSITING_MODE: '1',
      // Its sandbox needs rights that root in a container has not; it opens one address, which is ours.
      ...(isRoot ? { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' } : {}),
    });
  },
};

/** @param {Started} started @returns {Promise<string>} */
const firstLine = ({ child, lastWords }) =>
  new Promise((resolve, reject) => {
    let text = '';
    child.stdio[3]?.on('data', (chunk) => {
      text += chunk;
      if (text.includes('\n')) resolve(text.trim());
    });
    child.on('error', reject);
    child.on('exit', () => reject(new Error(`it ended before it was ready\n${lastWords()}`)));
  });

/** @type {readonly Engine[]} */
export const engines = [chromiumEngine, firefoxEngine, webkitEngine];

/**
 * Opens an address in an engine and lets it be there until `done` is settled. Fails if the browser ends before that, or
 * when the time is over; whatever happens, neither a process nor a file of it is left.
 * @template T
 * @param {Engine} engine
 * @param {string} address
 * @param {Promise<T>} done
 * @param {number} timeoutMs
 * @returns {Promise<T>}
 */
export async function whileOpen(engine, address, done, timeoutMs) {
  const home = mkdtempSync(join(tmpdir(), `spillway-${engine.name.toLowerCase()}-`));
  /** @type {Started[]} */
  const started = [];
  const cleanUp = () => {
    for (const one of started) end(one);
    // Processes that are being killed may still write for a moment.
    rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  process.once('exit', cleanUp);
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  try {
    const browser = await engine.open(address, home, (...command) => {
      const one = startProcess(...command);
      started.push(one);
      return one;
    });
    const failed = new Promise((_, reject) => {
      const fail = (/** @type {string} */ why) => reject(new Error(`${why}\n${browser.lastWords()}`.trim()));
      browser.child.on('error', ({ message }) => fail(message));
      browser.child.on('exit', (code, signal) => fail(`it ended by itself (${signal ?? code})`));
      timer = setTimeout(() => fail(`no results within ${timeoutMs / 1000} s`), timeoutMs);
    });
    return await Promise.race([done, /** @type {Promise<never>} */ (failed)]);
  } finally {
    clearTimeout(timer);
    process.off('exit', cleanUp);
    cleanUp();
  }
}
