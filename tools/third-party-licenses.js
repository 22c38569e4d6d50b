/** The licences of everything that the built page is made of: they ask to be passed on with it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @param {string} root the project, its dependencies installed
 * @returns {string} a text with one section for each package that is not for development alone: code, styles and fonts
 */
export function thirdPartyLicenses(root) {
  /** @type {{ packages: Record<string, { dev?: boolean, devOptional?: boolean, optional?: boolean }> }} */
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const sections = [];
  for (const [path, { dev, devOptional, optional }] of Object.entries(lock.packages)) {
    const folder = join(root, path);
    const leftOut = dev || devOptional || optional || path.includes('/@types/');
    if (path === '' || leftOut || !existsSync(folder)) continue;
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim();
    sections.push(`${name} ${version} (${license})\n\n${text}`);
  }
  return `Spillway is made with the following works of others.\n\n${sections.sort().join(`\n\n${'─'.repeat(80)}\n\n`)}\n`;
}
