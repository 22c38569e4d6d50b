import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathOf, staticServer } from './static-server.js';

describe('the address of a file', () => {
  it.each([
    ['/', '/index.html'],
    ['/?a=1#b', '/index.html'],
    ['/assets/a.js?v=2', '/assets/a.js'],
    ['/assets/', '/assets/index.html'],
    ['/a%20b.txt', '/a b.txt'],
    ['/../secret', '/secret'],
    ['/assets/../../secret', '/secret'],
    ['/%2e%2e/%2e%2e/secret', '/secret'],
    ['/..%5c..%5csecret', '/secret'],
    ['/%', null],
    ['/a%00.js', null],
  ])('%s is %s', (url, path) => {
    expect(pathOf(url)).toBe(path);
  });
});

describe('the server', () => {
  const parent = mkdtempSync(join(tmpdir(), 'spillway-'));
  const server = staticServer(join(parent, 'dist'));

  /**
   * Sends the path as it is: `fetch` would tidy it up first.
   * @param {string} path
   * @param {import('node:http').RequestOptions} [options]
   * @returns {Promise<{ status: number | undefined, headers: import('node:http').IncomingHttpHeaders, body: string }>}
   */
  const get = (path, options = {}) =>
    new Promise((resolve, reject) => {
      const address = server.address();
      if (typeof address !== 'object' || address === null) throw new Error('the server does not listen');
      const asked = request({ host: '127.0.0.1', port: address.port, path, ...options }, (response) => {
        let body = '';
        response.setEncoding('latin1');
        response.on('data', (text) => {
          body += text;
        });
        response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
      });
      asked.on('error', reject).end();
    });

  beforeAll(async () => {
    mkdirSync(join(parent, 'dist', 'assets'), { recursive: true });
    writeFileSync(join(parent, 'secret'), 'secret');
    writeFileSync(join(parent, 'dist', 'index.html'), '<p>page</p>');
    writeFileSync(join(parent, 'dist', 'assets', 'a-1234.js'), 'run();');
    await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  });
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    rmSync(parent, { recursive: true });
  });

  it('sends the page with the policy, and asks to check for a newer one', async () => {
    const { status, headers, body } = await get('/');
    expect({ status, body }).toEqual({ status: 200, body: '<p>page</p>' });
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cache-control']).toBe('no-cache');
  });

  it('lets what has its hash in its name be kept for good', async () => {
    const { headers, body } = await get('/assets/a-1234.js');
    expect(body).toBe('run();');
    expect(headers['content-type']).toMatch(/^text\/javascript/);
    expect(headers['cache-control']).toContain('immutable');
  });

  it('compresses for those who can read it', async () => {
    const { headers } = await get('/', { headers: { 'accept-encoding': 'br, gzip' } });
    expect(headers['content-encoding']).toBe('gzip');
  });

  it('answers HEAD without a body', async () => {
    const { status, headers, body } = await get('/', { method: 'HEAD' });
    expect({ status, body, length: headers['content-length'] }).toEqual({ status: 200, body: '', length: '11' });
  });

  it.each(['/../secret', '/..%2fsecret', '/%2e%2e/secret', '/nothing', '/assets', '/%'])('has no %s', async (path) => {
    const { status, body } = await get(path);
    expect({ status, body }).toEqual({ status: 404, body: 'Not found\n' });
  });

  it('takes no other method', async () => {
    expect((await get('/', { method: 'POST' })).status).toBe(405);
  });
});
