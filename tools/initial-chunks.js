/**
 * Puts what the page needs at once into one chunk, and what stands around the canvas into another. Left alone, the
 * bundler makes a small chunk of each set of modules that one part of the page shares with others; few large ones
 * compress better and are fewer requests.
 */

/** What is fetched right after the first frame: it and all that it stands on are the second chunk. */
const DESK = /\/src\/(app\/desk\.ts|canvas\/CanvasTools\.tsx)$/;

/** What reads and changes scenarios; by itself, since a document of one's own is not seen without it. */
const EDITING = /\/src\/(scenario\/check-scenario|stores\/with-editing)\.ts$/;

/** What the page fetches of the kinds that the first scenario does without. */
const OTHER_KINDS = /\/src\/kinds\/every-[a-z]+\.ts$/;

/** @typedef {{ getModuleInfo(id: string): { isEntry: boolean, importers: readonly string[] } | null }} Graph */

/**
 * Whether a module is a root, or imported by one directly or by way of others; imports that wait do not count.
 * @param {(id: string, graph: Graph) => boolean} isRoot
 * @returns {(id: string, graph: Graph) => boolean}
 */
function reachable(isRoot) {
  /** @type {Map<string, boolean>} */
  const known = new Map();
  /** @type {(id: string, graph: Graph) => boolean} */
  const isReachable = (id, graph) => {
    const before = known.get(id);
    if (before !== undefined) return before;
    // Until it is known: modules that import each other in a circle are reachable if somebody outside of it is.
    known.set(id, false);
    const found =
      isRoot(id, graph) ||
      (graph.getModuleInfo(id)?.importers.some((importer) => isReachable(importer, graph)) ?? false);
    known.set(id, found);
    return found;
  };
  return isReachable;
}

/** @param {string} id @param {Graph} graph */
const isEntry = (id, graph) => graph.getModuleInfo(id)?.isEntry ?? false;

/**
 * The groups for the page's code splitting: a module is in the first that it belongs to.
 * @returns {{ name: (id: string, graph: Graph) => string | null, debugName: string, priority: number }[]}
 */
export function initialChunks() {
  const isInitial = reachable(isEntry);
  const isOtherKind = reachable((id) => OTHER_KINDS.test(id));
  const isEditing = reachable((id) => EDITING.test(id));
  const isDesk = reachable((id) => DESK.test(id));
  return [
    { name: (id, graph) => (isInitial(id, graph) ? 'page' : null), debugName: 'page', priority: 4 },
    { name: (id, graph) => (isEditing(id, graph) ? 'editing' : null), debugName: 'editing', priority: 3 },
    { name: (id, graph) => (isOtherKind(id, graph) ? 'kinds' : null), debugName: 'kinds', priority: 1 },
    { name: (id, graph) => (isDesk(id, graph) ? 'desk' : null), debugName: 'desk', priority: 2 },
  ];
}

/**
 * The same for the worker: what plays on the stage, with the kinds of the first scenario, is one chunk. What one kind
 * alone stands on comes with that kind.
 * @returns {{ name: (id: string, graph: Graph) => string | null, debugName: string }[]}
 */
export function workerChunks() {
  const isInitial = reachable(isEntry);
  return [{ name: (id, graph) => (isInitial(id, graph) ? 'worker' : null), debugName: 'worker' }];
}
