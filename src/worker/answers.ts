import type { MessageFilter } from '../analysis/archive/message-filter';
import { pastRequests } from '../analysis/archive/past-requests';
import { factsOf, originOf } from '../analysis/archive/request-facts';
import { listRequests } from '../analysis/archive/request-list';
import type { RequestOrder } from '../analysis/archive/request-order';
import { messageAnalysis } from '../analysis/delivery/message-part';
import type { Report } from '../analysis/report';
import { ReportFold } from '../analysis/report-fold';
import type {
  Backlog,
  Deliveries,
  FromWorker,
  History,
  MessageList,
  Messages,
  Question,
  Requests,
  StatechartsView,
} from './protocol';
import type { Run } from './run';
import { statechartsOf } from './statechart-views';

/** In so many windows the page shows the past of which only totals are left. */
const PAST_WINDOWS = 24;

/** What a run tells when it is asked; the first frame asks nothing. */
export class Answers {
  constructor(private readonly run: Run) {}

  /** Null: there is nothing of the sort to tell about. */
  to(question: Question): FromWorker | null {
    switch (question.type) {
      case 'requests':
        return this.requestsNow(question.order, question.most);
      case 'deliveries':
        return this.deliveriesNow();
      case 'backlog':
        return this.backlogNow(question.node, question.queue);
      case 'messageList':
        return this.messageListNow(question.filter, question.most);
      case 'messages':
        return this.messagesNow(question.node, question.queue, question.from, question.most);
      case 'history':
        return this.historyNow(question.serial);
      case 'report':
        return { type: 'report', id: question.id, report: this.reportNow() };
    }
  }

  reportNow(): Report {
    const { scenario, simulation, views } = this.run;
    const { events, nowMs } = simulation;
    const report = new ReportFold(scenario, {}, views.folds.live.tally);
    return report.finish(nowMs, { events, fingerprint: simulation.hash() });
  }

  /** The requests that one would look at first, and how far back the trace goes. */
  requestsNow(order: RequestOrder, most: number): Requests {
    const { coverage, past } = this.run.archive;
    const requests = listRequests(this.run.archive.blocks(), coverage, order, most);
    return { type: 'requests', order, requests, coverage, past: pastRequests(past, PAST_WINDOWS) };
  }

  /** What became of the messages of each broker, and how its queues stand. */
  deliveriesNow(): Deliveries {
    const { nowMs } = this.run;
    const { tally, backlogs } = this.run.views.folds.live;
    const { nodes, hasQueues } = tally.topology;
    const brokers = nodes.flatMap(({ id }, node) => {
      const deliveries = hasQueues[node] === 1 ? tally.queues.deliveries?.report(node) : undefined;
      return deliveries ? [{ node: id, deliveries, backlogs: backlogs?.queuesOf(node, nowMs) ?? [] }] : [];
    });
    return { type: 'deliveries', atMs: nowMs, brokers };
  }

  /** The course of a broker's queue; null where there is none. */
  backlogNow(node: string, queue: number): Backlog | null {
    const { tally, backlogs } = this.run.views.folds.live;
    const { topology } = tally;
    const place = topology.queues.findIndex((one) => topology.nodes[one.node].id === node && one.index === queue);
    if (place < 0 || backlogs === null) return null;
    return { type: 'backlog', node, queue, ...backlogs.windowsOf(place, this.run.nowMs) };
  }

  /** The messages behind a number. */
  messageListNow(filter: MessageFilter, most: number): MessageList {
    const { topology, queues } = this.run.views.folds.live.tally;
    const { deliveries } = queues;
    const blocks = this.run.archive.blocks();
    const messages = deliveries ? messageAnalysis().listMessages(blocks, deliveries, topology, filter, most) : [];
    return { type: 'messageList', filter, messages, coverage: this.run.archive.coverage };
  }

  /** What is in a broker's queue; null where there is no such component. */
  messagesNow(node: string, queue: number, from: number, most: number): Messages | null {
    const broker = this.run.simulation.world.nodes.find(({ id }) => id === node);
    if (broker === undefined) return null;
    return { type: 'messages', node, queue, atMs: this.run.nowMs, ...broker.liveMessages(queue, from, most) };
  }

  /** What became of a request; of a message, with those that it is a copy of. */
  historyNow(serial: number): History {
    const blocks = this.run.archive.blocks();
    const [facts = null] = factsOf(blocks, new Set([originOf(blocks, serial)]));
    return { type: 'history', serial, atMs: this.run.nowMs, facts };
  }

  /** The statecharts of a component or link; null where there is none of that name. */
  statecharts(target: StatechartsView['target']): StatechartsView | null {
    return statechartsOf(this.run.simulation.world, this.run.views.folds.transitions, target);
  }
}
