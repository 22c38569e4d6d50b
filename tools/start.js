/**
 * Builds the page, serves it on this machine only, and prints its address.
 *
 *     npm start                    the usual port, or a free one where it is taken
 *     PORT=8080 npm start          this port, or an error
 *     npm start -- --built         serves what is in dist/ already
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { staticServer } from './static-server.js';

const USUAL_PORT = 4173;
const HOST = '127.0.0.1';
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');

/**
 * @param {import('node:http').Server} server
 * @param {number} port 0: whichever is free
 * @returns {Promise<number>} the port it listens on
 */
const listen = (server, port) =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });

/** @param {import('node:http').Server} server @param {string | undefined} wished */
async function listenSomewhere(server, wished) {
  if (wished !== undefined && wished !== '') {
    const port = Number(wished);
    if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`PORT=${wished}: not a port`);
    return listen(server, port);
  }
  return listen(server, USUAL_PORT).catch((error) => {
    if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error;
    return listen(server, 0);
  });
}

try {
  const { values } = parseArgs({ options: { built: { type: 'boolean', default: false } } });
  if (!values.built) await build({ root, logLevel: 'warn' });
  if (!existsSync(join(dist, 'index.html'))) throw new Error('dist/ holds no page: run "npm run build" first');
  const port = await listenSomewhere(staticServer(dist), process.env.PORT);
  console.log(`Spillway is at http://${HOST}:${port}/  (Ctrl+C stops it)`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
