/** Whatever the documents of the project lead to is there: links, headings, paths and commands. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  ...['docs', 'src'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name)),
  ),
];

/** @param {string} path */
const read = (path) => readFileSync(join(root, path), 'utf8');

const { scripts } = JSON.parse(read('package.json'));

/** @param {string} text a document without what stands in its blocks of code */
const withoutBlocks = (text) => text.replace(/^```.*?^```/gms, '');

/**
 * The names by which headings are linked to, as GitHub makes them.
 *
 * @param {string} path
 */
const anchorsOf = (path) =>
  [...withoutBlocks(read(path)).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_\- ]/gu, '')
      .replaceAll(' ', '-'),
  );

/**
 * @param {string} from the document
 * @param {string} link as it stands there
 */
function leads(from, link) {
  const [file, anchor] = link.split('#');
  const target = file === '' ? from : relative(root, normalize(join(root, dirname(from), file)));
  return existsSync(join(root, target)) && (anchor === undefined || anchorsOf(target).includes(anchor));
}

describe.each(documents)('%s', (path) => {
  const text = withoutBlocks(read(path));

  it('links to what is there', () => {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link);
    const inside = links.filter((link) => !/^[a-z]+:/.test(link));
    expect(inside.filter((link) => !leads(path, link))).toEqual([]);
  });

  it('names paths that are there, and commands', () => {
    const paths = [...text.matchAll(/`((?:src|docs|e2e|tools)\/[\w./-]+)`/g)].map(([, name]) => name);
    expect(paths.filter((name) => !existsSync(join(root, name)))).toEqual([]);
    const commands = [...read(path).matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, name]) => name);
    expect(commands.filter((name) => !(name in scripts))).toEqual([]);
  });
});
