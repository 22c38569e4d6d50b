import { constant, scenario } from '../../../simulation/testing/scenario-builder';
import type { TestRun } from '../../../simulation/testing/test-run';

/** The parameters of a stream that has a message every so many ms. */
export const streamOf = (direction: string, messages: number, everyMs = 100) => ({
  direction,
  messages,
  interval: constant(everyMs),
});

/** A client that opens a stream over a link of 10 ms to a service which works for 50 ms. */
export const one = (direction: string, messages: number, link: object = {}, times: readonly number[] = [1]) =>
  scenario()
    .clientAt('app', times)
    .worker('api', 50, { concurrency: 4, startupMs: 0 })
    .link(
      'app',
      'api',
      { latency: constant(10), timeoutMs: null, stream: streamOf(direction, messages), ...link },
      { protocol: 'grpc' },
    );

/** A client that opens a stream over a load balancer, which hands it on to a service: links of 10 ms, work of 50 ms. */
export const proxied = (direction: string) =>
  scenario()
    .clientAt('app', [1])
    .loadBalancer('lb')
    .worker('api', 50)
    .link('app', 'lb', { latency: constant(10), timeoutMs: null, stream: streamOf(direction, 3) }, { protocol: 'grpc' })
    .link('lb', 'api', { latency: constant(10), timeoutMs: null }, { protocol: 'grpc' });

/** What the report says of the messages on a link. */
export const streamed = (run: TestRun, id = 'app→api') => run.report.links[id].streamed;

/** The same of so many messages, all of which were read. */
export const both = (there: number, back: number) => ({
  there: { sent: there, received: there },
  back: { sent: back, received: back },
});
