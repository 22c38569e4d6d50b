import type { FileText } from '../headless/input';
import type { LineFile, Surroundings } from '../headless/surroundings';

/** What surrounds a headless run in a test: files in memory, which `openLines` changes. */
export function testSurroundings(
  files: Record<string, string> = {},
  more: Partial<Surroundings> & { readonly standardInput?: string } = {},
): Surroundings {
  const { standardInput = '', ...rest } = more;
  const readFile = (path: string): FileText =>
    path in files ? { ok: true, text: files[path] } : { ok: false, problem: 'no such file' };
  return {
    readFile,
    readLargeFile: readFile,
    readStandardInput: () => Promise.resolve(standardInput),
    openLines: (path) => lineFile(files, path),
    createText: (path) => {
      files[path] = '';
      return {
        write: (part) => {
          files[path] += part;
        },
        close: () => {},
      };
    },
    ...rest,
  };
}

function lineFile(files: Record<string, string>, path: string): LineFile {
  const lines = (files[path] ?? '').split('\n');
  const unfinished = lines.pop() ?? '';
  return {
    lines,
    unfinished,
    append: (line) => {
      const text = files[path] ?? '';
      files[path] = `${text.slice(0, text.lastIndexOf('\n') + 1)}${line}\n`;
    },
  };
}
