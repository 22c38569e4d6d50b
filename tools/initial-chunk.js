/**
 * Puts everything that the page needs at once into one chunk. Left alone, the bundler makes a small chunk of each set of
 * modules that the entry shares with some panel that is loaded later; one large one compresses better and is one request.
 */

/** @typedef {{ getModuleInfo(id: string): { isEntry: boolean, importers: readonly string[] } | null }} Graph */

/**
 * @returns {(id: string, graph: Graph) => string | null} the name of a module's chunk; null: the bundler's choice
 */
export function initialChunk() {
  /** @type {Map<string, boolean>} */
  const known = new Map();
  /** @type {(id: string, graph: Graph) => boolean} */
  const isInitial = (id, graph) => {
    const before = known.get(id);
    if (before !== undefined) return before;
    // Until it is known: modules that import each other in a circle are initial if somebody outside of it is.
    known.set(id, false);
    const info = graph.getModuleInfo(id);
    const initial = info !== null && (info.isEntry || info.importers.some((importer) => isInitial(importer, graph)));
    known.set(id, initial);
    return initial;
  };
  return (id, graph) => (isInitial(id, graph) ? 'page' : null);
}
