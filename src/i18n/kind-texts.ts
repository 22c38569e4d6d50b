import type { Namespaces, Texts } from './translator';

/** The kinds' own texts of one language, from the files found in their folders, each under its namespace. */
export const kindNamespaces = (files: Readonly<Record<string, Texts>>): Namespaces =>
  Object.fromEntries(
    Object.entries(files).map(([path, texts]) => [`kind.${/kinds\/([^/]+)\//.exec(path)?.[1] ?? path}`, texts]),
  );
