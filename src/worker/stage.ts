import { loadMessageAnalysis } from '../analysis/delivery/message-part';
import { loadBehaviours, loadedBehaviours } from '../kinds/loaded-behaviours';
import { keepsMessages } from '../network/messaging/queues-of';
import { loadParts } from '../network/parts/load-parts';
import type { Scenario } from '../scenario/scenario';
import { loadFaults } from '../simulation/fault-part';
import { loadAnswers } from './answering';
import { createInbox } from './inbox';
import type { FromWorker, ToWorker } from './protocol';
import { Session } from './session';

/** Browsers stop animation frames in hidden tabs, and simulated time must not hang on them. */
const HEARTBEAT_MS = 100;

/** Fetches what the world of a scenario is built of; null: it is all there. */
function loadWorld({ nodes, links, interventions }: Scenario): Promise<unknown> | null {
  const coming = [
    loadBehaviours(nodes.map((node) => node.kind)),
    loadParts(links, nodes),
    interventions.length > 0 ? loadFaults() : null,
  ].filter((one) => one !== null);
  // Which kinds keep messages is known once they are there.
  const loadMessages = () => (nodes.some(({ kind }) => keepsMessages(kind)) ? loadMessageAnalysis() : null);
  return coming.length === 0 ? loadMessages() : Promise.all(coming).then(loadMessages);
}

/** Fetches what a message cannot be handled without; null: nothing. */
function loadFor(message: ToWorker): Promise<unknown> | null {
  if (message.type === 'load') return loadWorld(message.scenario);
  return message.type === 'intervene' ? loadFaults() : null;
}

/** Fetches what a visitor is likely to want next. Whoever wants it and fails to get it will find out then. */
const loadAhead = (): void => void Promise.all([loadFaults(), loadAnswers()]).catch(() => {});

/** What the stage needs of the worker around it. */
interface StageScope {
  postMessage(message: FromWorker, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ToWorker>) => void): void;
  /** Not in every browser. */
  requestAnimationFrame?(callback: () => void): number;
}

/** The stage's worker: frame by frame; without a pause between them while the session hurries. */
export function playOnStage(scope: StageScope): void {
  const post = (message: FromWorker, transfer: Transferable[] = []) => scope.postMessage(message, transfer);
  const session = new Session(post, () => performance.now(), loadedBehaviours);
  const receive = createInbox<ToWorker>(loadFor, (message) => {
    session.handle(message);
    if (message.type === 'load') loadAhead();
  });
  scope.addEventListener('message', (event) => receive(event.data));

  let lastBeatAt = 0;
  let isNextAsked = false;
  const beat = () => {
    lastBeatAt = performance.now();
    session.frame();
    if (!session.isHurrying || isNextAsked) return;
    isNextAsked = true;
    next.port1.postMessage(null);
  };
  // A message, unlike a timer, comes at once, and behind what the page has said meanwhile.
  const next = new MessageChannel();
  next.port2.onmessage = () => {
    isNextAsked = false;
    beat();
  };
  const loop = () => {
    beat();
    scope.requestAnimationFrame?.(loop);
  };
  scope.requestAnimationFrame?.(loop);
  setInterval(() => {
    if (performance.now() - lastBeatAt >= HEARTBEAT_MS) beat();
  }, HEARTBEAT_MS);

  post({ type: 'ready' });
}
