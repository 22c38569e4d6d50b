import { findChromium } from '../tools/find-chromium.js';

/** Finds the browser once, before any test; the test processes inherit what it found. */
function globalSetup() {
  try {
    process.env.CHROMIUM_PATH = findChromium();
  } catch (error) {
    // The message says all there is to say; a stack would bury it.
    if (error instanceof Error) error.stack = error.message;
    throw error;
  }
}

export default globalSetup;
