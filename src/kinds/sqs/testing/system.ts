import { scenario } from '../../../simulation/testing/scenario-builder';
import { type QueueParams, sqs } from '../params';

/** A queue with its defaults, but for what is said. */
export const queueOf = (own: object = {}): QueueParams => ({ ...sqs.params.default.queues[0], ...own });

/**
 * A client that sends by hand, an SQS where nothing is handed out twice by chance, and a consumer whose work always
 * takes as long.
 */
export const system = (params: object = {}, receive: object = {}, send: object = {}, workMs = 10, concurrency = 1) =>
  scenario()
    .client('shop')
    .node('sqs', 'sqs', { servers: 1, duplicateShare: 0, ...params })
    .worker('worker', workMs, { concurrency, startupMs: 0 })
    .link('shop', 'sqs', { ...send })
    .link('sqs', 'worker', { ...receive });
