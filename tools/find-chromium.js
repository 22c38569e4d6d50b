/**
 * Finds the Chromium or Chrome that the browser tests drive: the one an environment variable names, one in the usual
 * places, one that Playwright has fetched, or, failing these, one that it fetches now.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

const VARIABLES = ['CHROMIUM_PATH', 'CHROME_PATH'];
const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'microsoft-edge'];
const HINT =
  'No Chromium found, and Playwright could not fetch one: install Chromium or Chrome (Debian: apt-get install chromium) or set CHROMIUM_PATH.';

/** @param {string | undefined} file */
const isExecutable = (file) => {
  if (!file) return false;
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
};

/** @param {NodeJS.ProcessEnv} env */
function* usualPlaces(env) {
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    for (const command of COMMANDS) yield join(folder, process.platform === 'win32' ? `${command}.exe` : command);
  }
  if (process.platform === 'darwin') {
    for (const home of ['', env.HOME ?? '']) {
      yield `${home}/Applications/Google Chrome.app/Contents/MacOS/Google Chrome`;
      yield `${home}/Applications/Chromium.app/Contents/MacOS/Chromium`;
      yield `${home}/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge`;
    }
  } else if (process.platform === 'win32') {
    for (const folder of [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]) {
      if (!folder) continue;
      yield join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe');
      yield join(folder, 'Chromium', 'Application', 'chrome.exe');
      yield join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe');
    }
  } else {
    yield '/snap/bin/chromium';
    yield '/opt/google/chrome/chrome';
    yield '/usr/lib/chromium/chromium';
  }
}

/**
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string} the path of an executable
 * @throws an error of one line that says what to install
 */
export function findChromium(env = process.env) {
  for (const variable of VARIABLES) {
    const named = env[variable];
    if (!named) continue;
    // A path that was given by hand and is wrong must be said, not silently replaced by another browser.
    if (!isExecutable(named)) throw new Error(`${variable}=${named}: no such executable.`);
    return named;
  }
  for (const place of usualPlaces(env)) if (isExecutable(place)) return place;
  if (isExecutable(chromium.executablePath())) return chromium.executablePath();

  console.error('No Chromium on this machine: asking Playwright to fetch one.');
  spawnSync('npx', ['playwright', 'install', 'chromium'], {
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (isExecutable(chromium.executablePath())) return chromium.executablePath();
  throw new Error(HINT);
}
