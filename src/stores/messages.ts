import { create } from 'zustand';
import type { LiveMessage } from '../network/messaging/live-message';
import type { History, Messages } from '../worker/protocol';
import { asking } from './asking';
import { type World, world } from './world';

interface MessagesState {
  /** Whose queue is looked into; null: nobody's. */
  readonly node: string | null;
  readonly queue: number;
  /** Which part of it is to be seen: from the so many-th oldest on. */
  readonly from: number;
  /** What the broker said last of that queue; null before it has. */
  readonly shown: Messages | null;
  /** The message that has been opened, as it was then. */
  readonly opened: LiveMessage | null;
  readonly history: History | null;
  look(node: string | null, queue: number): void;
  scrollTo(from: number): void;
  open(message: LiveMessage | null): void;
}

/** So many are fetched at once: more than are to be seen, for scrolling. */
const FETCHED = 60;
const EVERY_MS = 300;

export function createMessages(source: World) {
  const useMessages = create<MessagesState>()((set, get) => ({
    node: null,
    queue: 0,
    from: 0,
    shown: null,
    opened: null,
    history: null,
    look: (node, queue) => {
      set({ node, queue, from: 0, shown: null, opened: null, history: null });
      question.askNow();
    },
    scrollTo: (from) => {
      if (get().from === from) return;
      set({ from });
      question.askNow();
    },
    open: (opened) => {
      set({ opened, history: null });
      question.askNow();
    },
  }));

  const question = asking(source, EVERY_MS, () => {
    const { node, queue, from, opened } = useMessages.getState();
    if (node === null || source.indexOfNode(node) < 0) return;
    source.send({ type: 'messages', node, queue, from, most: FETCHED });
    if (opened !== null) source.send({ type: 'history', serial: opened.serial });
  });

  source.subscribe((message) => {
    const { node, queue, opened } = useMessages.getState();
    if (message.type === 'tick') question.askSoon();
    else if (message.type === 'messages' && message.node === node && message.queue === queue) {
      useMessages.setState({ shown: message });
    } else if (message.type === 'history' && message.serial === opened?.serial) {
      useMessages.setState({ history: message });
    } else if (message.type === 'loaded') {
      // Another run: what a serial stood for is something else now.
      useMessages.setState({ shown: null, opened: null, history: null });
      question.askNow();
    }
  });
  return { useMessages, watch: question.watch };
}

/** What is in the queues of the app's run. */
export const { useMessages, watch: watchMessages } = createMessages(world);
