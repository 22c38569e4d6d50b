import { create } from 'zustand';
import type { Backlog, Deliveries } from '../worker/protocol';
import { asking } from './asking';
import { type World, world } from './world';

/** A queue of a broker, by its index there. */
export interface QueuePlace {
  readonly node: string;
  readonly queue: number;
}

interface DeliveriesState {
  /** The newest answer; null before the first. */
  readonly now: Deliveries | null;
  /** The queue whose course is drawn; null for none. */
  readonly place: QueuePlace | null;
  setPlace(place: QueuePlace | null): void;
}

/** Numbers that change more often cannot be read. */
const EVERY_MS = 250;

export function createDeliveries(source: World) {
  const listeners = new Set<(backlog: Backlog) => void>();
  let newest: Backlog | null = null;

  const useDeliveries = create<DeliveriesState>()((set) => ({
    now: null,
    place: null,
    setPlace: (place) => {
      newest = null;
      set({ place });
      question.askNow();
    },
  }));

  const question = asking(source, EVERY_MS, () => {
    const { place } = useDeliveries.getState();
    source.send({ type: 'deliveries' });
    if (place !== null) source.send({ type: 'backlog', ...place });
  });

  source.subscribe((message) => {
    const { place } = useDeliveries.getState();
    if (message.type === 'tick') question.askSoon();
    else if (message.type === 'deliveries') useDeliveries.setState({ now: message });
    else if (message.type === 'backlog' && message.node === place?.node && message.queue === place.queue) {
      newest = message;
      for (const listener of [...listeners]) listener(message);
    } else if (message.type === 'loaded') {
      newest = null;
      useDeliveries.setState({ now: null });
      question.askNow();
    }
  });

  /** Calls back with the course of the queue that is drawn, at once if it is known, and whenever there is more of it. */
  const onBacklog = (listener: (backlog: Backlog) => void): (() => void) => {
    listeners.add(listener);
    if (newest) listener(newest);
    return () => listeners.delete(listener);
  };
  return { useDeliveries, onBacklog, watch: question.watch };
}

/** What becomes of the messages in the app's run. */
export const { useDeliveries, onBacklog, watch: watchDeliveries } = createDeliveries(world);
