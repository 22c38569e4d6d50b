/** Serves a built page the way a careful host would: strict headers, compressed, cached by content. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { headerPolicy } from './content-security-policy.js';

/** @typedef {{ plain: Buffer, gzipped: Buffer | null, type: string }} Body */

const compress = promisify(gzip);

/** @type {Readonly<Record<string, string>>} */
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};
const compressible = /^(text|application|image\/svg)/;

const headers = {
  'Content-Security-Policy': headerPolicy,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/**
 * The path inside the served folder that a request means.
 * @param {string} url
 * @returns {string | null} null if the address is not one
 */
export function pathOf(url) {
  try {
    const path = decodeURIComponent(url.split(/[?#]/, 1)[0] ?? '');
    if (path.includes('\0')) return null;
    // An absolute path cannot climb: normalizing drops every `..` that would leave the root.
    const inside = normalize(`/${path.replaceAll('\\', '/')}`);
    return inside.endsWith('/') ? `${inside}index.html` : inside;
  } catch {
    return null;
  }
}

/** @param {string} file @returns {Promise<Body>} */
async function load(file) {
  const plain = await readFile(file);
  const type = types[extname(file)] ?? 'application/octet-stream';
  return { plain, type, gzipped: compressible.test(type) ? await compress(plain) : null };
}

/**
 * @param {string} folder
 * @returns a server that is not listening yet; what it has read it keeps until it is closed
 */
export function staticServer(folder) {
  /** @type {Map<string, Promise<Body>>} */
  const bodies = new Map();

  /** @param {string} path */
  const bodyOf = (path) => {
    const known = bodies.get(path);
    if (known) return known;
    const body = load(join(folder, path));
    bodies.set(path, body);
    // A miss is not kept: the memory must not grow with addresses that someone made up.
    body.catch(() => bodies.delete(path));
    return body;
  };

  return createServer(async (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { ...headers, Allow: 'GET, HEAD' }).end();
      return;
    }
    const path = pathOf(request.url ?? '/');
    const body = path === null ? null : await bodyOf(path).catch(() => null);
    if (path === null || body === null) {
      response.writeHead(404, { ...headers, 'Content-Type': 'text/plain; charset=utf-8' }).end('Not found\n');
      return;
    }
    const zipped = body.gzipped !== null && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
    const content = zipped && body.gzipped ? body.gzipped : body.plain;
    response.writeHead(200, {
      ...headers,
      'Content-Type': body.type,
      'Content-Length': content.length,
      // A file under assets/ carries the hash of its content in its name.
      'Cache-Control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      ...(body.gzipped ? { Vary: 'Accept-Encoding' } : {}),
      ...(zipped ? { 'Content-Encoding': 'gzip' } : {}),
    });
    response.end(request.method === 'HEAD' ? undefined : content);
  });
}
